//! What commands print: text for people, or one JSON object.

use anyhow::Result;
use serde_json::Value;
use std::io::{IsTerminal as _, Write as _};

/// Where a command prints.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) is_json: bool,
}

impl Output {
    /// Prints what a command found: the object, or the text made from it.
    pub(crate) fn print(self, object: &Value, text: impl FnOnce() -> String) -> Result<()> {
        let printed = if self.is_json { serde_json::to_string_pretty(object)? } else { text() };
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{}", printed.trim_end())?;
        stdout.flush()?;
        Ok(())
    }
}

/// Tells the operator something that is not the command's answer.
pub(crate) fn note(line: &str) {
    // Nobody can be told that standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Shows how far long work is, on one line that is written over; only to a terminal.
pub(crate) fn progress(line: &str) {
    let mut stderr = std::io::stderr().lock();
    if stderr.is_terminal() {
        let _ = write!(stderr, "\r\x1b[K{line}");
        let _ = stderr.flush();
    }
}

/// A bar of thirty places.
pub(crate) fn bar(done: u64, total: u64) -> String {
    const PLACES: u64 = 30;
    let filled = (done * PLACES).checked_div(total).unwrap_or(0).min(PLACES);
    let places: String = (0..PLACES).map(|place| if place < filled { '#' } else { '.' }).collect();
    let percent = (done * 100).checked_div(total).unwrap_or(0);
    format!("[{places}] {percent} %")
}

/// Lines with aligned columns.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{bar, table};

    #[test]
    fn columns_are_aligned() {
        let row = |cells: [&str; 2]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        assert_eq!(table(&[row(["name", "size"]), row(["é", "1"])]), "name  size\né     1");
        assert_eq!(table(&[]), "");
    }

    #[test]
    fn the_bar_fills() {
        assert_eq!(bar(0, 10), format!("[{}] 0 %", ".".repeat(30)));
        assert_eq!(bar(5, 10), format!("[{}{}] 50 %", "#".repeat(15), ".".repeat(15)));
        assert_eq!(bar(10, 10), format!("[{}] 100 %", "#".repeat(30)));
        assert_eq!(bar(0, 0), bar(0, 10));
    }
}
