//! The checks of the Rust text: format, laws, lints, dependencies, tests, fuzz targets.

use anyhow::Result;

use super::Tally;
use super::postgres::Cluster;
use crate::process::{cargo, is_present, shown, succeeds};

const FUZZ_SECONDS: u64 = 10;

/// Every file is formatted.
pub(crate) fn format() -> Result<Tally> {
    Ok(Tally::one(succeeds(&mut cargo(["fmt", "--all", "--check"]))?))
}

/// Every law of the house holds.
pub(crate) fn tidy() -> Result<Tally> {
    Ok(Tally::one(crate::tidy::run()?))
}

/// No lint bites, in tests neither.
pub(crate) fn clippy() -> Result<Tally> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    Ok(Tally::one(succeeds(&mut cargo(arguments))?))
}

/// The dependencies keep to `deny.toml`, where the tool is at hand.
pub(crate) fn deny() -> Result<Tally> {
    if !is_present("cargo-deny") {
        println!("cargo-deny is not installed; it is used where present and never required");
        return Ok(Tally::default());
    }
    Ok(Tally::one(succeeds(&mut cargo(["deny", "--offline", "check", "bans", "licenses", "sources"]))?))
}

/// Every Rust test, with PostgreSQL started once for all of them.
pub(crate) fn tests() -> Result<Tally> {
    let cluster = Cluster::start()?;
    let with_nextest = is_present("cargo-nextest");
    let arguments: &[&str] = if with_nextest {
        &[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "fail",
            "--final-status-level",
            "fail",
            "--color",
            "never",
        ]
    } else {
        &["test", "--workspace", "--no-fail-fast"]
    };
    let mut command = cargo(arguments);
    command.env("FROMAGERIE_TEST_POSTGRES", cluster.url());
    command.env("CARGO_TERM_PROGRESS_WHEN", "never");
    if with_nextest {
        // It writes its summary on standard error.
        let mut shell = crate::process::command("sh", ["-c", "exec \"$@\" 2>&1", "sh", "cargo"]);
        shell.args(arguments).envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command = shell;
    }
    let (succeeded, lines) = shown(&mut command)?;
    let mut tally = if with_nextest { nextest_tally(&lines) } else { cargo_tally(&lines) };
    if !succeeded && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Each fuzz target runs for ten seconds without a find.
pub(crate) fn fuzz() -> Result<Tally> {
    crate::fuzz::every_target(FUZZ_SECONDS)
}

/// Adds up the lines `test result: ok. 3 passed; 0 failed; …` of `cargo test`.
fn cargo_tally(lines: &[String]) -> Tally {
    let mut tally = Tally::default();
    for line in lines.iter().filter(|line| line.starts_with("test result:")) {
        tally.passed += number_before(line, " passed");
        tally.failed += number_before(line, " failed");
    }
    tally
}

/// Reads the line `Summary [ 1.2s] 3 tests run: 2 passed (1 slow), 1 failed, 0 skipped`.
fn nextest_tally(lines: &[String]) -> Tally {
    let Some(line) = lines.iter().rev().find(|line| line.trim_start().starts_with("Summary [")) else {
        return Tally::default();
    };
    Tally {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed") + number_before(line, " timed out"),
    }
}

fn number_before(line: &str, word: &str) -> usize {
    let Some(end) = line.find(word) else {
        return 0;
    };
    line[..end]
        .rsplit(|letter: char| !letter.is_ascii_digit())
        .next()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_every_test_binary_are_added() {
        let lines = [
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ]
        .map(str::to_owned);
        assert_eq!(cargo_tally(&lines), Tally { passed: 7, failed: 2 });
    }

    #[test]
    fn the_summary_of_nextest_is_read() {
        let line = "     Summary [   0.031s] 12 tests run: 10 passed (1 slow), 2 failed, 1 skipped".to_owned();
        assert_eq!(nextest_tally(&[line]), Tally { passed: 10, failed: 2 });
    }
}
