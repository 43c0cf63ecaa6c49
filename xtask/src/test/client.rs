//! The checks from outside: scripts that know the binary only by its contract.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Tally;
use crate::process::{cargo, command, shown, succeeds, target};

/// The contract of the wire, line by line, and bad input.
pub(crate) fn contract() -> Result<Tally> {
    scripts(&["tests/clients/contract.py", "tests/clients/bad_input.py"])
}

/// The upload matrix, the mirror and the libraries.
pub(crate) fn clients() -> Result<Tally> {
    scripts(&["tests/clients/matrix.py", "tests/clients/mirrors.py"])
}

/// Real packages, published and installed back.
pub(crate) fn packages() -> Result<Tally> {
    scripts(&["tests/clients/packages.py"])
}

/// Nothing that was answered is lost by `kill -9`.
pub(crate) fn faults() -> Result<Tally> {
    scripts(&["tests/faults/kill.py"])
}

/// File, folder and log are synced before the answer.
pub(crate) fn strace() -> Result<Tally> {
    scripts(&["tests/faults/strace.py"])
}

/// Large uploads do not live in memory.
pub(crate) fn memory() -> Result<Tally> {
    scripts(&["tests/faults/memory.py"])
}

/// Every page in a real browser: accounts as people use them, accessibility, pictures.
pub(crate) fn browser() -> Result<Tally> {
    let folder = "tests/browser";
    let fetched =
        succeeds(&mut command("npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-fund", "--no-audit"]))?;
    anyhow::ensure!(fetched, "the browser's libraries could not be fetched: `{folder}`");
    counted("node", &[], "tests/browser/run.mjs", &binary()?)
}

/// The binary that the scripts run, built as the tests are.
pub(crate) fn binary() -> Result<PathBuf> {
    let built = succeeds(&mut cargo(["build", "--quiet", "--package", "fromagerie"]))?;
    anyhow::ensure!(built, "the binary does not build: `fromagerie`");
    Ok(target().join("debug/fromagerie"))
}

fn scripts(paths: &[&str]) -> Result<Tally> {
    let binary = binary()?;
    let mut sum = Tally::default();
    for path in paths {
        sum = sum.plus(counted("python3", &["-u"], path, &binary)?);
    }
    Ok(sum)
}

/// Runs one script and reads its counts from its last line.
fn counted(program: &str, flags: &[&str], path: &str, binary: &Path) -> Result<Tally> {
    let mut script = command(program, flags.iter().chain([&path]));
    script.env("FROMAGERIE_BIN", binary).env("FROMAGERIE_TARGET", target());
    let (succeeded, lines) = shown(&mut script)?;
    let last = lines.iter().rev().find(|line| !line.is_empty()).and_then(|line| counts(line));
    let tally = last.with_context(|| format!("the script ended without its counts: `{path}`"))?;
    anyhow::ensure!(succeeded == (tally.failed == 0), "the script's status belies its counts: `{path}`");
    Ok(tally)
}

/// Reads the last line of a script: `12 passed, 0 failed`.
fn counts(line: &str) -> Option<Tally> {
    let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
    Some(Tally { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_a_script_is_read() {
        assert_eq!(counts("12 passed, 3 failed"), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(counts("all fine"), None);
    }
}
