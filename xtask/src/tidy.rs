//! `cargo xtask tidy`: the laws of the house, held against every file.

mod floors;
mod links;
mod placement;
mod size;
mod source;
mod style;
mod words;

use std::path::Path;

use anyhow::{Context, Result};
use source::Source;

use crate::process::root;

/// One place where a law is broken.
#[derive(Debug)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Finding { path: path.to_owned(), line, message: message.into() }
    }
}

/// The laws about one Rust file.
const RULES: [fn(&Source) -> Vec<Finding>; 12] = [
    size::file_is_small,
    size::functions_are_small,
    placement::sql_stands_in_store,
    placement::drivers_are_named_in_the_seam,
    placement::http_stays_at_the_edge,
    placement::writes_open_in_service,
    placement::environment_is_read_in_app,
    placement::facts_do_no_io,
    style::file_begins_with_a_sentence,
    style::no_glob_is_passed_on,
    style::nothing_is_left_undone,
    style::tests_are_honest,
];

/// Folders whose content is not ours: built, fetched or found by a fuzzer.
const NOT_OURS: [&str; 8] =
    [".git", "target", "node_modules", "corpus", "artifacts", "__pycache__", "coverage", ".fingerprint"];

/// Holds every file against every law and prints what it finds; true when there is nothing.
pub(crate) fn run() -> Result<bool> {
    let (files, findings) = findings()?;
    for finding in &findings {
        println!("{}:{}: {}", finding.path, finding.line, finding.message);
    }
    println!("tidy: {files} files, {} findings", findings.len());
    Ok(findings.is_empty())
}

fn findings() -> Result<(usize, Vec<Finding>)> {
    let mut files = Vec::new();
    gather(&root(), &root(), &mut files)?;
    files.sort();
    let mut findings = Vec::new();
    for (path, text) in &files {
        findings.extend(words::words_are_fit_for_everyone(path, text));
        if path.ends_with("/Cargo.toml") {
            findings.extend(floors::arrows_go_down(path, text));
        }
        if path.ends_with(".md") {
            let exists = |path: &str| root().join(path).exists();
            findings.extend(links::links_lead_somewhere(path, text, &files, &exists));
        }
        if path.ends_with(".rs") {
            let source = Source::new(path, text);
            findings.extend(RULES.iter().flat_map(|rule| rule(&source)));
        }
    }
    let is_message_file = |path: &str| path.ends_with(".ftl");
    let messages: Vec<(String, String)> = files.iter().filter(|(path, _)| is_message_file(path)).cloned().collect();
    findings.extend(style::languages_agree(&messages));
    Ok((files.len(), findings))
}

fn gather(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if NOT_OURS.contains(&entry.file_name().to_string_lossy().as_ref()) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            gather(&path, root, files)?;
        } else if kind.is_file() {
            // A file that is not text holds no words and no code.
            if let Ok(text) = String::from_utf8(std::fs::read(&path)?) {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                files.push((relative.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    Ok(())
}
