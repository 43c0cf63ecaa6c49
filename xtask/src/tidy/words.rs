//! Words that have no place in the repository.

use super::Finding;

/// What a reader elsewhere could make nothing of: the place where the text was written.
const OF_A_WORKPLACE: [&str; 9] = [
    "/work/main",
    "/work/shared",
    "shared/reference",
    "/tmp/brief",
    "this sitting",
    "the brief says",
    "anthropic",
    "claude",
    "chatgpt",
];

/// Hosts of public registries; examples use `index.example`.
const REGISTRY_HOSTS: [&str; 5] = [
    "pypi.org",
    "pythonhosted.org",
    "crates.io",
    "npmjs.com",
    "npmjs.org",
];

/// No text speaks of a workplace or names a registry's host.
pub(crate) fn words_are_fit_for_everyone(path: &str, text: &str) -> Vec<Finding> {
    // This list cannot help naming them.
    if path == "xtask/src/tidy/words.rs" || path.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.to_lowercase();
        for word in OF_A_WORKPLACE {
            if line.contains(word) {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("a word of a workplace: `{word}`"),
                ));
            }
        }
        for host in REGISTRY_HOSTS {
            if line.contains(host) {
                let message =
                    format!("the host of a registry: `{host}`; examples use `index.example`");
                findings.push(Finding::new(path, index + 1, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_workplace_is_found_with_its_line() {
        let findings = words_are_fit_for_everyone("README.md", "Fine.\nSee /work/shared/x.\n");
        assert_eq!(
            findings
                .iter()
                .map(|finding| finding.line)
                .collect::<Vec<_>>(),
            [2]
        );
    }

    #[test]
    fn the_host_of_a_registry_is_found() {
        assert_eq!(
            words_are_fit_for_everyone("README.md", "https://PyPI.org/simple/").len(),
            1
        );
        assert!(
            words_are_fit_for_everyone("README.md", "https://index.example/simple/").is_empty()
        );
    }
}
