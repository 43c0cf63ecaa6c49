//! `config show`: every setting, its value and where it comes from.

use super::Ended;
use crate::{
    config::{Layers, Secrecy, Setting, Sources, settings},
    output::{Output, note, table},
};
use anyhow::Result;
use serde_json::{Value, json};

pub(crate) fn run(sources: &Sources, output: Output) -> Result<Ended> {
    let settings = settings();
    let layers = Layers::read(&settings, sources);
    let file = layers.file.as_ref().map(|path| path.display().to_string());
    let rows: Vec<Value> = settings.iter().map(|setting| object_of(setting, &layers)).collect();
    output.print(&json!({ "file": file, "settings": rows }), || text(&settings, &layers))?;
    for problem in &layers.problems {
        note(&format!("error: {problem}"));
    }
    Ok(if layers.problems.is_empty() { Ended::Done } else { Ended::Failed })
}

fn object_of(setting: &Setting, layers: &Layers) -> Value {
    json!({
        "name": setting.name,
        "value": shown(setting, layers),
        "origin": layers.value(setting.name).origin.to_string(),
        "variable": setting.variable(),
        "doc": setting.doc,
    })
}

/// A file that could be used as it is, with the origin of each line beside it.
fn text(settings: &[&Setting], layers: &Layers) -> String {
    let mut lines = Vec::new();
    let mut current = "";
    for setting in settings {
        let (section, key) = setting.name.split_once('.').unwrap_or(("", setting.name));
        if section != current {
            current = section;
            lines.push(vec![String::new()]);
            lines.push(vec![format!("[{section}]")]);
        }
        let value = Value::from(shown(setting, layers)).to_string();
        let origin = &layers.value(setting.name).origin;
        lines.push(vec![format!("{key} = {value}"), format!("# {origin}: {}", setting.doc)]);
    }
    table(&lines)
}

fn shown(setting: &Setting, layers: &Layers) -> String {
    let text = &layers.value(setting.name).text;
    match setting.secrecy {
        Secrecy::Secret if !text.is_empty() => "********".to_owned(),
        _ => text.clone(),
    }
}
