//! Environment markers (PEP 508), brought to one form so that equal ones compare equal.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::name::NormalizedName;
use crate::shown::shortened;

/// How deep parentheses may nest; real markers stay below ten.
const MAXIMUM_DEPTH: usize = 64;

/// The variables of the specification, each with the older spellings that tools still accept.
const VARIABLES: [(&str, &[&str]); 14] = [
    ("python_version", &[]),
    ("python_full_version", &[]),
    ("os_name", &["os.name"]),
    ("sys_platform", &["sys.platform"]),
    ("platform_machine", &["platform.machine"]),
    ("platform_python_implementation", &["platform.python_implementation", "python_implementation"]),
    ("platform_release", &[]),
    ("platform_system", &[]),
    ("platform_version", &["platform.version"]),
    ("implementation_name", &[]),
    ("implementation_version", &[]),
    ("extra", &[]),
    ("extras", &[]),
    ("dependency_groups", &[]),
];

/// A marker in its one form: nested `and`s and `or`s flattened into sets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Marker {
    Comparison(Operand, &'static str, Operand),
    All(BTreeSet<Marker>),
    Any(BTreeSet<Marker>),
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Operand {
    Variable(&'static str),
    Literal(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum MarkerError {
    #[error("a comparison is expected at `{0}`")]
    Comparison(String),
    #[error("the quote is not closed at `{0}`")]
    Quote(String),
    #[error("there is no such variable: `{0}`")]
    Variable(String),
    #[error("an operator such as `==` or `in` is expected at `{0}`")]
    Operator(String),
    #[error("a parenthesis is not closed")]
    Parenthesis,
    #[error("`and`, `or` or the end is expected at `{0}`")]
    Trailing(String),
    #[error("its parentheses are nested deeper than {MAXIMUM_DEPTH}")]
    Depth,
}

impl Marker {
    /// Reads the text after the semicolon.
    pub(super) fn parse(text: &str) -> Result<Self, MarkerError> {
        let mut reader = Reader { rest: text.trim_ascii_start(), depth: 0 };
        let marker = reader.any()?;
        if reader.rest.is_empty() {
            return Ok(marker);
        }
        Err(MarkerError::Trailing(shortened(reader.rest)))
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn any(&mut self) -> Result<Marker, MarkerError> {
        let mut parts = BTreeSet::new();
        loop {
            match self.all()? {
                Marker::Any(inner) => parts.extend(inner),
                other => {
                    parts.insert(other);
                }
            }
            if !self.word("or") {
                return Ok(single_or(parts, Marker::Any));
            }
        }
    }

    fn all(&mut self) -> Result<Marker, MarkerError> {
        let mut parts = BTreeSet::new();
        loop {
            match self.one()? {
                Marker::All(inner) => parts.extend(inner),
                other => {
                    parts.insert(other);
                }
            }
            if !self.word("and") {
                return Ok(single_or(parts, Marker::All));
            }
        }
    }

    fn one(&mut self) -> Result<Marker, MarkerError> {
        if !self.symbol("(") {
            return self.comparison();
        }
        self.depth += 1;
        if self.depth > MAXIMUM_DEPTH {
            return Err(MarkerError::Depth);
        }
        let marker = self.any()?;
        self.depth -= 1;
        if self.symbol(")") {
            return Ok(marker);
        }
        Err(MarkerError::Parenthesis)
    }

    fn comparison(&mut self) -> Result<Marker, MarkerError> {
        let left = self.operand()?;
        let operator = self.operator()?;
        let right = self.operand()?;
        let (left, operator, right) = variable_first(left, operator, right);
        Ok(match (left, right) {
            (Operand::Variable("extra"), Operand::Literal(extra)) => {
                Marker::Comparison(Operand::Variable("extra"), operator, Operand::Literal(same_extra(extra)))
            }
            (left, right) => Marker::Comparison(left, operator, right),
        })
    }

    fn operand(&mut self) -> Result<Operand, MarkerError> {
        for quote in ['\'', '"'] {
            let Some(inside) = self.rest.strip_prefix(quote) else {
                continue;
            };
            let Some((literal, rest)) = inside.split_once(quote) else {
                return Err(MarkerError::Quote(shortened(self.rest)));
            };
            self.rest = rest.trim_ascii_start();
            return Ok(Operand::Literal(literal.to_owned()));
        }
        let end = self
            .rest
            .find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '_' | '.')))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return Err(MarkerError::Comparison(shortened(self.rest)));
        }
        let variable = VARIABLES
            .iter()
            .find(|(name, older)| *name == word || older.contains(&word))
            .ok_or_else(|| MarkerError::Variable(shortened(word)))?;
        self.rest = rest.trim_ascii_start();
        Ok(Operand::Variable(variable.0))
    }

    fn operator(&mut self) -> Result<&'static str, MarkerError> {
        // Longer ones first: `==` begins `===`.
        for symbol in ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] {
            if self.symbol(symbol) {
                return Ok(symbol);
            }
        }
        if self.word("in") {
            return Ok("in");
        }
        let before = self.rest;
        if self.word("not") && self.word("in") {
            return Ok("not in");
        }
        Err(MarkerError::Operator(shortened(before)))
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(symbol) else {
            return false;
        };
        self.rest = rest.trim_ascii_start();
        true
    }

    /// A word ends where no letter, digit or underscore follows.
    fn word(&mut self, word: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(word) else {
            return false;
        };
        if rest.starts_with(|character: char| character.is_alphanumeric() || character == '_') {
            return false;
        }
        self.rest = rest.trim_ascii_start();
        true
    }
}

fn single_or(mut parts: BTreeSet<Marker>, join: fn(BTreeSet<Marker>) -> Marker) -> Marker {
    match parts.len() {
        1 => parts.pop_first().unwrap_or_else(|| join(BTreeSet::new())),
        _ => join(parts),
    }
}

/// `"3.8" <= python_version` says what `python_version >= "3.8"` says.
fn variable_first(left: Operand, operator: &'static str, right: Operand) -> (Operand, &'static str, Operand) {
    if !matches!((&left, &right), (Operand::Literal(_), Operand::Variable(_))) {
        return (left, operator, right);
    }
    let turned = match operator {
        "==" | "!=" | "===" => operator,
        "<" => ">",
        ">" => "<",
        "<=" => ">=",
        ">=" => "<=",
        _ => return (left, operator, right),
    };
    (right, turned, left)
}

/// Extras compare normalized (PEP 685); an old one that is no name stays as it is.
fn same_extra(extra: String) -> String {
    match NormalizedName::from_any(&extra) {
        Ok(name) => name.as_str().to_owned(),
        Err(_) => extra,
    }
}
