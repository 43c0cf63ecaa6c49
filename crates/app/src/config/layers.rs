//! The four layers that give settings their values, and what is wrong with them.

use super::setting::{Origin, PREFIX, Problem, Secrecy, Setting, Value};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use toml::de::{DeTable, DeValue};

/// What the layers are made from; `main` reads it from the outside world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// The name of a setting, its text and the flag as it was written.
    pub(crate) flags: Vec<(&'static str, String, &'static str)>,
    /// Every variable of the environment.
    pub(crate) environment: Vec<(String, String)>,
    /// `--config`.
    pub(crate) file: Option<PathBuf>,
}

/// The value of every setting, and what was wrong on the way.
#[derive(Debug)]
pub(crate) struct Layers {
    values: BTreeMap<String, Value>,
    pub(crate) problems: Vec<Problem>,
    /// The configuration file that was read.
    pub(crate) file: Option<PathBuf>,
}

/// The variable that stands for `--config`.
const CONFIG_VARIABLE: &str = "FROMAGERIE__CONFIG";

/// The file that is read from the working folder, then from the data folder.
const FILE_NAME: &str = "fromagerie.toml";

impl Layers {
    /// Lays the layers over each other; wrong keys end in `problems`.
    pub(crate) fn read(settings: &[&'static Setting], sources: &Sources) -> Self {
        let mut layers = Self { values: BTreeMap::new(), problems: Vec::new(), file: None };
        for setting in settings {
            layers.set(setting.name, setting.default.to_owned(), Origin::Default);
        }
        layers.file = find_file(sources, settings);
        if let Some(path) = layers.file.clone() {
            layers.read_file(settings, &path);
        }
        layers.read_environment(settings, &sources.environment);
        for (name, text, flag) in &sources.flags {
            layers.set(name, text.clone(), Origin::Flag { flag });
        }
        layers.read_secret_files(settings);
        layers
    }

    /// The value of a setting of the table.
    ///
    /// # Panics
    /// When the table has no such setting.
    pub(crate) fn value(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or_else(|| panic!("the table of settings has no `{name}`"))
    }

    /// The value of a setting as `parse` understands it; what is wrong is noted.
    pub(crate) fn parse<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.value(name);
        match parse(&value.text) {
            Ok(parsed) => Some(parsed),
            Err(message) => {
                let origin = value.origin.clone();
                self.problems.push(Problem { origin, message: format!("{name} is {message}") });
                None
            }
        }
    }

    /// Like [`parse`](Self::parse), where an empty text is no value.
    pub(crate) fn parse_optional<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<Option<T>> {
        self.parse(name, |text| if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) })
    }

    /// Notes that something is wrong with the value of a setting.
    pub(crate) fn wrong(&mut self, name: &str, message: String) {
        let origin = self.value(name).origin.clone();
        self.problems.push(Problem { origin, message });
    }

    fn set(&mut self, name: &str, text: String, origin: Origin) {
        self.values.insert(name.to_owned(), Value { text, origin });
    }

    fn read_file(&mut self, settings: &[&Setting], path: &Path) {
        let at = |line| Origin::File { path: path.to_owned(), line };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.problems.push(Problem { origin: at(1), message: format!("cannot be read: {error}") });
                return;
            }
        };
        let line_of = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
        let table = match DeTable::parse(&text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let line = line_of(error.span().map_or(0, |span| span.start));
                self.problems.push(Problem { origin: at(line), message: format!("not TOML: {}", error.message()) });
                return;
            }
        };
        for (name, value, offset) in flatten(&table) {
            let origin = at(line_of(offset));
            if !is_known(settings, &name) {
                self.problems.push(Problem { origin, message: unknown(settings, "key", &name) });
                continue;
            }
            match text_of(value) {
                Some(text) => self.set(&name, text, origin),
                None => {
                    let message =
                        format!("{name} is a {}; write a text, a number or a list of texts", value.type_str());
                    self.problems.push(Problem { origin, message });
                }
            }
        }
    }

    fn read_environment(&mut self, settings: &[&Setting], environment: &[(String, String)]) {
        for (variable, text) in environment {
            let Some(rest) = variable.strip_prefix(PREFIX).filter(|_| variable != CONFIG_VARIABLE) else {
                continue;
            };
            let name = rest.replacen("__", ".", 1).to_ascii_lowercase();
            let origin = Origin::Environment { variable: variable.clone() };
            if is_known(settings, &name) {
                self.set(&name, text.clone(), origin);
            } else {
                self.problems.push(Problem { origin, message: unknown(settings, "variable", &name) });
            }
        }
    }

    /// Replaces a secret by what the file says that its `_file` twin names.
    fn read_secret_files(&mut self, settings: &[&Setting]) {
        for setting in settings.iter().filter(|setting| setting.secrecy == Secrecy::Secret) {
            let twin = format!("{}_file", setting.name);
            let Some(Value { text: path, origin }) = self.values.remove(&twin) else {
                continue;
            };
            if !self.value(setting.name).text.is_empty() {
                let message = format!("{} and {twin} are both set; keep one of them", setting.name);
                self.problems.push(Problem { origin, message });
                continue;
            }
            match std::fs::read_to_string(&path) {
                Ok(text) => self.set(setting.name, text.trim().to_owned(), origin),
                Err(error) => {
                    let message = format!("{twin} cannot be read: `{path}`: {error}");
                    self.problems.push(Problem { origin, message });
                }
            }
        }
    }
}

/// `--config`, its variable, or the first `fromagerie.toml` that exists.
fn find_file(sources: &Sources, settings: &[&Setting]) -> Option<PathBuf> {
    let variable = |name: &str| sources.environment.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone());
    if let Some(file) = sources.file.clone().or_else(|| variable(CONFIG_VARIABLE).map(PathBuf::from)) {
        return Some(file);
    }
    let data = settings.iter().find(|setting| setting.name == "data")?;
    let flag = sources.flags.iter().find(|(name, _, _)| *name == data.name).map(|(_, text, _)| text.clone());
    let folder = flag.or_else(|| variable(&data.variable())).unwrap_or_else(|| data.default.to_owned());
    [PathBuf::from(FILE_NAME), Path::new(&folder).join(FILE_NAME)].into_iter().find(|path| path.is_file())
}

/// Every value of the file with its dotted name and the offset of its key.
fn flatten<'a>(table: &'a DeTable<'a>) -> Vec<(String, &'a DeValue<'a>, usize)> {
    let mut found = Vec::new();
    for (key, value) in table {
        match value.get_ref() {
            DeValue::Table(section) => {
                for (inner, value) in section {
                    let name = format!("{}.{}", key.get_ref(), inner.get_ref());
                    found.push((name, value.get_ref(), inner.span().start));
                }
            }
            value => found.push((key.get_ref().to_string(), value, key.span().start)),
        }
    }
    found
}

/// A value as the text that the environment would hold; lists by commas.
fn text_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| text_of(item.get_ref())).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}

fn is_known(settings: &[&Setting], name: &str) -> bool {
    settings.iter().any(|setting| {
        let is_twin = || setting.secrecy == Secrecy::Secret && name.strip_suffix("_file") == Some(setting.name);
        setting.name == name || is_twin()
    })
}

/// Says that a name is unknown, and which known one was perhaps meant.
fn unknown(settings: &[&Setting], what: &str, name: &str) -> String {
    let key = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let near = settings.iter().find(|setting| key(setting.name) == key(name) || is_near(setting.name, name));
    match near {
        Some(setting) => format!("unknown {what}: `{name}`; did you mean `{}`?", setting.name),
        None => format!("unknown {what}: `{name}`; `fromagerie config show` lists all"),
    }
}

/// Whether two names differ by one letter added, lost or changed, or two neighbours.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let front = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let longest = one.len().max(other.len());
    let shortest = one.len().min(other.len());
    let back =
        one.iter().rev().zip(other.iter().rev()).take(shortest - front).take_while(|(one, other)| one == other).count();
    longest - shortest <= 1 && longest - front - back <= 2
}
