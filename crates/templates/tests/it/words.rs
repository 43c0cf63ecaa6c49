//! Words: the same messages in every language, all of them used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use templates::Language;
use templates::mail::Mail;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every file below a folder of this crate, by its path there.
fn files(name: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap()) {
        let file = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            let below = files(&format!("{name}/{file}"));
            found.extend(below.into_iter().map(|(path, source)| (format!("{file}/{path}"), source)));
            continue;
        }
        found.insert(file, fs::read_to_string(entry.path()).unwrap());
    }
    found
}

/// The messages of one language by key, with the variables that they name.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, source) in files(&format!("locales/{}", language.code())) {
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.starts_with([' ', '}'])) {
                key = name.to_owned();
                assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{file}: `{key}` twice");
            }
            let variables = line.split("$").skip(1).map(|text| {
                text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
            });
            messages.entry(key.clone()).or_default().extend(variables);
        }
        messages.remove("");
    }
    messages
}

/// The keys that a source hands to `t`, and not to a function whose name ends with a `t`.
fn keys_in(source: &str) -> BTreeSet<String> {
    let starts = source.match_indices("t(\"").map(|(start, _)| start);
    starts
        .filter(|start| !source[..*start].ends_with(char::is_alphabetic))
        .filter_map(|start| source[start + 3..].split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_language_has_the_same_files_messages_and_variables() {
    let english = messages(Language::English);
    assert!(english.len() > 100);
    for language in Language::ALL {
        assert_eq!(messages(language), english, "{}", language.code());
        let names: Vec<String> = files(&format!("locales/{}", language.code())).into_keys().collect();
        let english_names: Vec<String> = files("locales/en").into_keys().collect();
        assert_eq!(names, english_names);
    }
}

#[test]
fn every_message_that_a_page_names_exists_and_every_message_is_used() {
    let sources: String = files("pages").into_values().collect();
    let mut used = keys_in(&sources);
    // The units stand in a table of Rust.
    let formatting = fs::read_to_string(folder("src/format.rs")).unwrap();
    used.extend(formatting.split('"').filter(|text| text.starts_with("size-")).map(str::to_owned));
    // A mail's own sentences are named by its kind; what they share is a term.
    used.extend(Mail::samples().iter().flat_map(|mail| mail.message.own_keys()));
    for name in ["mod.rs", "content.rs"] {
        let source = fs::read_to_string(folder("src/mail").join(name)).unwrap();
        let keys = source.split('"').filter(|text| text.starts_with("mail-") && !text.contains(['{', ' ']));
        used.extend(keys.map(str::to_owned));
    }
    // Refusals are named by their code and events by their tag, and terms by other messages.
    let is_named = |key: &String| !["refusal-", "tag-", "-"].iter().any(|start| key.starts_with(start));
    let known: BTreeSet<String> = messages(Language::English).into_keys().filter(is_named).collect();
    let missing: Vec<_> = used.difference(&known).collect();
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:?}; unused: {unused:?}");
}

#[test]
fn french_is_typeset_as_french() {
    for (file, source) in files("locales/fr") {
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            assert!(!line.contains('\''), "{file}: a straight apostrophe: {line}");
            let line = line.replace("`:action`", "");
            for mark in [" ?", " !", " ;", " :"] {
                assert!(!line.contains(mark), "{file}: a breaking space before `{mark}`: {line}");
            }
        }
    }
}
