//! `config check`: what is wrong with the configuration.

use super::Ended;
use crate::{
    config::{Config, Origin, Problem, Sources},
    output::Output,
};
use anyhow::Result;
use serde_json::{Value, json};

pub(crate) fn run(sources: &Sources, output: Output) -> Result<Ended> {
    let problems = Config::read(sources).map_or_else(|problems| problems.0, |_| Vec::new());
    let object = json!({
        "ok": problems.is_empty(),
        "problems": problems.iter().map(object_of).collect::<Vec<_>>(),
    });
    output.print(&object, || match problems.as_slice() {
        [] => "the configuration is right".to_owned(),
        problems => problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n"),
    })?;
    Ok(if problems.is_empty() { Ended::Done } else { Ended::Failed })
}

fn object_of(problem: &Problem) -> Value {
    let (file, line) = match &problem.origin {
        Origin::File { path, line } => (Some(path.display().to_string()), Some(line)),
        _ => (None, None),
    };
    json!({ "origin": problem.origin.to_string(), "file": file, "line": line, "message": problem.message })
}
