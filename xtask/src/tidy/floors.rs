//! Arrows only go down: which crate may depend on which.

use super::Finding;

/// Each floor with the floors below it that it may use.
const FLOORS: [(&str, &[&str]); 14] = [
    ("packaging", &[]),
    ("domain", &["packaging"]),
    ("store", &["packaging", "domain"]),
    ("blobs", &["packaging", "domain"]),
    ("outbound", &["packaging", "domain"]),
    ("search", &["packaging", "domain"]),
    ("templates", &["packaging", "domain"]),
    ("scanner", &["packaging", "domain"]),
    ("service", &["packaging", "domain", "store", "blobs", "outbound", "search", "templates", "scanner"]),
    ("jobs", &["packaging", "domain", "store", "blobs", "outbound", "search", "templates", "scanner", "service"]),
    ("web", &["packaging", "domain", "store", "blobs", "search", "templates", "service"]),
    ("api", &["packaging", "domain", "store", "blobs", "search", "templates", "service", "web"]),
    ("site", &["packaging", "domain", "store", "blobs", "search", "templates", "service", "web"]),
    (
        "app",
        &[
            "packaging",
            "domain",
            "store",
            "blobs",
            "outbound",
            "search",
            "templates",
            "scanner",
            "service",
            "jobs",
            "web",
            "api",
            "site",
        ],
    ),
];

/// Crates that stand beside the house and are for tests only.
const BESIDE: [&str; 3] = ["testkit", "testkit-index", "testkit-macros"];

/// A manifest names only floors below its own; the test crates are dev-dependencies.
pub(crate) fn arrows_go_down(path: &str, manifest: &str) -> Vec<Finding> {
    let Some(floor) = path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()) else {
        return Vec::new();
    };
    if BESIDE.contains(&floor) {
        return Vec::new();
    }
    let Some((_, below)) = FLOORS.iter().find(|(name, _)| *name == floor) else {
        let message = format!("the crate is not a floor of the house: `{floor}`; a new floor needs a decision record");
        return vec![Finding::new(path, 1, message)];
    };
    let mut findings = Vec::new();
    for (line, section, name) in dependencies(manifest) {
        let is_floor = FLOORS.iter().any(|(other, _)| *other == name) || name == "fromagerie";
        if is_floor && !below.contains(&name.as_str()) {
            let message = format!("an arrow that does not go down: `{floor}` → `{name}`; it needs a decision record");
            findings.push(Finding::new(path, line, message));
        }
        if BESIDE.contains(&name.as_str()) && section != "dev-dependencies" {
            let message = format!("the crate is for tests only: `{name}`; move it to `[dev-dependencies]`");
            findings.push(Finding::new(path, line, message));
        }
    }
    findings
}

fn dependencies(manifest: &str) -> Vec<(usize, String, String)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']).to_owned();
        } else if section.ends_with("dependencies") && !line.starts_with('#') {
            let name: String = line.chars().take_while(|letter| !matches!(letter, '.' | '=' | ' ')).collect();
            if !name.is_empty() {
                found.push((index + 1, section.clone(), name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_upwards_is_found() {
        let manifest = "[dependencies]\npackaging.workspace = true\nservice.workspace = true\n";
        let findings = arrows_go_down("crates/store/Cargo.toml", manifest);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 3);
    }

    #[test]
    fn the_test_crate_is_for_tests_only() {
        let manifest = "[dependencies]\ntestkit = { path = \"../testkit\" }\n";
        assert_eq!(arrows_go_down("crates/api/Cargo.toml", manifest).len(), 1);
        let manifest = "[dev-dependencies]\ntestkit.workspace = true\n";
        assert!(arrows_go_down("crates/api/Cargo.toml", manifest).is_empty());
    }

    #[test]
    fn an_unknown_floor_is_found() {
        assert_eq!(arrows_go_down("crates/attic/Cargo.toml", "").len(), 1);
    }
}
