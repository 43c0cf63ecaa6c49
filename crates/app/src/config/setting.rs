//! One setting, and the value that the layers gave it.

use std::{fmt, path::PathBuf};

/// A line of the table of settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// `section.key`, or a bare key outside every section.
    pub(crate) name: &'static str,
    /// The text that stands where nobody says otherwise; empty is "not set".
    pub(crate) default: &'static str,
    /// One sentence for `config show` and the manual.
    pub(crate) doc: &'static str,
    pub(crate) secrecy: Secrecy,
}

/// Whether a value may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrecy {
    Open,
    /// Shown as stars; `<name>_file` may name a file that holds it.
    Secret,
}

impl Setting {
    pub(crate) const fn new(name: &'static str, default: &'static str, doc: &'static str) -> Self {
        Self { name, default, doc, secrecy: Secrecy::Open }
    }

    pub(crate) const fn secret(name: &'static str, doc: &'static str) -> Self {
        Self { name, default: "", doc, secrecy: Secrecy::Secret }
    }

    /// The variable of the environment that sets it.
    pub(crate) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "__").to_ascii_uppercase())
    }
}

/// What the name of each of our variables begins with.
pub(crate) const PREFIX: &str = "FROMAGERIE__";

/// The text of a setting and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// Where a value comes from, the weakest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Default,
    File { path: PathBuf, line: usize },
    Environment { variable: String },
    Flag { flag: &'static str },
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File { path, line } => write!(formatter, "{}:{line}", path.display()),
            Self::Environment { variable } => formatter.write_str(variable),
            Self::Flag { flag } => formatter.write_str(flag),
        }
    }
}

/// One thing that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) origin: Origin,
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.origin, self.message)
    }
}
