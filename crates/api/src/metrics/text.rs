//! The text format of Prometheus, version 0.0.4.

use std::fmt::Write as _;

/// Metrics one after the other, each with its help and type.
#[derive(Debug, Default)]
pub(super) struct Text(String);

impl Text {
    /// A gauge with one value.
    pub(super) fn gauge(&mut self, name: &str, help: &str, value: i64) {
        self.head(name, help, "gauge");
        self.line(format_args!("{name} {value}"));
    }

    /// A number that only grows while the process lives.
    pub(super) fn counter(&mut self, name: &str, help: &str, value: i64) {
        self.head(name, help, "counter");
        self.line(format_args!("{name} {value}"));
    }

    /// A gauge with a value for each value of a label.
    pub(super) fn gauges(&mut self, name: &str, help: &str, label: &str, values: &[(&str, i64)]) {
        self.head(name, help, "gauge");
        for (word, value) in values {
            self.line(format_args!("{name}{{{label}=\"{word}\"}} {value}"));
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn head(&mut self, name: &str, help: &str, kind: &str) {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // A string takes any text.
        let _ = writeln!(self.0, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_metric_has_its_help_and_type_before_its_values() {
        let mut text = Text::default();
        text.gauge("a", "One thing.", 1);
        text.gauges("b", "By state.", "state", &[("x", 0), ("y", -2)]);
        text.counter("c", "So far.", 3);
        let expected = "# HELP a One thing.\n# TYPE a gauge\na 1\n\
                        # HELP b By state.\n# TYPE b gauge\nb{state=\"x\"} 0\nb{state=\"y\"} -2\n\
                        # HELP c So far.\n# TYPE c counter\nc 3\n";
        assert_eq!(text.finish(), expected);
    }
}
