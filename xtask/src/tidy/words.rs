//! Words that have no place in the repository.

use super::Finding;

/// Paths that exist on one machine only.
const OF_ONE_MACHINE: [&str; 3] = ["/home/", "/root/", "/Users/"];

/// Hosts of public registries; examples use `index.example`.
const REGISTRY_HOSTS: [&str; 7] =
    ["pypi.org", "pythonhosted.org", "//crates.io", "index.crates.io", "static.crates.io", "npmjs.com", "npmjs.org"];

/// No text names a path of one machine or a registry's host.
pub(crate) fn words_are_fit_for_everyone(path: &str, text: &str) -> Vec<Finding> {
    // This list cannot help naming them.
    if path == "xtask/src/tidy/words.rs" || path.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for word in OF_ONE_MACHINE {
            if line.contains(word) {
                findings.push(Finding::new(path, index + 1, format!("a path of one machine: `{word}`")));
            }
        }
        let line = line.to_lowercase();
        for host in REGISTRY_HOSTS {
            if line.contains(host) {
                let message = format!("the host of a registry: `{host}`; examples use `index.example`");
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
    fn a_path_of_one_machine_is_found_with_its_line() {
        let findings = words_are_fit_for_everyone("README.md", "Fine.\nSee /home/ada/x.\n");
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn the_host_of_a_registry_is_found() {
        assert_eq!(words_are_fit_for_everyone("README.md", "https://PyPI.org/simple/").len(), 1);
        assert!(words_are_fit_for_everyone("README.md", "https://index.example/simple/").is_empty());
    }
}
