//! `cargo xtask test`: every check, in order, with its counts.

mod client;
mod postgres;
mod rust;
mod tools;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
pub(crate) use tools::{Tool, ensure as ensure_tool};

use crate::process::flag;

/// How many checks of a step held and how many did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    /// The tally of a step that is one check.
    pub(crate) fn one(passed: bool) -> Self {
        Tally { passed: usize::from(passed), failed: usize::from(!passed) }
    }

    fn plus(self, other: Tally) -> Tally {
        Tally { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

struct Step {
    name: &'static str,
    about: &'static str,
    needs: &'static [Tool],
    run: fn() -> Result<Tally>,
}

/// Every check, the quick ones first.
const STEPS: [Step; 13] = [
    Step { name: "fmt", about: "the text is formatted", needs: &[], run: rust::format },
    Step { name: "tidy", about: "the laws of the house hold", needs: &[], run: rust::tidy },
    Step { name: "clippy", about: "no lint bites", needs: &[], run: rust::clippy },
    Step { name: "deny", about: "dependencies keep to `deny.toml`", needs: &[], run: rust::deny },
    Step { name: "rust", about: "tests of every crate, on both engines", needs: &[Tool::Postgres], run: rust::tests },
    Step { name: "fuzz", about: "each fuzz target for ten seconds", needs: &[], run: rust::fuzz },
    Step {
        name: "contract",
        about: "the wire, line by line, and bad input",
        needs: &[Tool::Python],
        run: client::contract,
    },
    Step {
        name: "clients",
        about: "the real tools against the real binary",
        needs: &[Tool::Python],
        run: client::clients,
    },
    Step {
        name: "packages",
        about: "real packages published and installed back",
        needs: &[Tool::Python],
        run: client::packages,
    },
    Step {
        name: "browser",
        about: "every page in Chromium, with pictures",
        needs: &[Tool::Python, Tool::Chromium, Tool::Node, Tool::Oathtool],
        run: client::browser,
    },
    Step { name: "faults", about: "kill -9 during uploads", needs: &[Tool::Python], run: client::faults },
    Step {
        name: "strace",
        about: "synced before the answer",
        needs: &[Tool::Python, Tool::Strace],
        run: client::strace,
    },
    Step { name: "memory", about: "memory during large uploads", needs: &[Tool::Python], run: client::memory },
];

struct Outcome {
    name: &'static str,
    tally: Tally,
    time: Duration,
    note: String,
}

/// Runs the chosen steps and prints the summary; true when nothing failed.
pub(crate) fn run(words: &[&str]) -> Result<bool> {
    if words.contains(&"--list") {
        for step in &STEPS {
            println!("{:10} {}", step.name, step.about);
        }
        return Ok(true);
    }
    let mut outcomes = Vec::new();
    for step in chosen(words)? {
        println!("\n=== {}: {}", step.name, step.about);
        let begun = Instant::now();
        let (tally, note) = perform(step);
        let outcome = Outcome { name: step.name, tally, time: begun.elapsed(), note };
        println!("=== {}", line(&outcome));
        outcomes.push(outcome);
    }
    Ok(summarize(&outcomes))
}

fn chosen(words: &[&str]) -> Result<Vec<&'static Step>> {
    let list =
        |name: &str| -> Vec<&str> { flag(words, name).map(|value| value.split(',').collect()).unwrap_or_default() };
    let (only, skip) = (list("--only"), list("--skip"));
    for name in only.iter().chain(&skip) {
        if !STEPS.iter().any(|step| step.name == *name) {
            bail!("there is no such step: `{name}`\nhint: `cargo xtask test --list` names them");
        }
    }
    let is_chosen = |step: &&Step| (only.is_empty() || only.contains(&step.name)) && !skip.contains(&step.name);
    Ok(STEPS.iter().filter(is_chosen).collect())
}

fn perform(step: &Step) -> (Tally, String) {
    for tool in step.needs {
        if let Err(fault) = ensure_tool(*tool) {
            return (Tally::one(false), format!("{fault:#}"));
        }
    }
    match (step.run)() {
        Ok(tally) => (tally, String::new()),
        Err(fault) => (Tally::one(false), format!("{fault:#}")),
    }
}

fn line(outcome: &Outcome) -> String {
    let word = if outcome.tally.failed == 0 { "ok" } else { "FAILED" };
    let Tally { passed, failed } = outcome.tally;
    let seconds = outcome.time.as_secs_f64();
    format!("{:10} {word:6} {passed:5} passed {failed:4} failed {seconds:7.1} s  {}", outcome.name, outcome.note)
}

fn summarize(outcomes: &[Outcome]) -> bool {
    println!("\n=== summary");
    for outcome in outcomes {
        println!("{}", line(outcome));
    }
    let total = outcomes.iter().fold(Tally::default(), |sum, outcome| sum.plus(outcome.tally));
    let seconds: f64 = outcomes.iter().map(|outcome| outcome.time.as_secs_f64()).sum();
    println!("{} steps in {seconds:.0} s", outcomes.len());
    println!("{} passed, {} failed", total.passed, total.failed);
    total.failed == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<&'static str> {
        chosen(words).unwrap_or_default().iter().map(|step| step.name).collect()
    }

    #[test]
    fn without_flags_every_step_is_chosen() {
        assert_eq!(names(&[]).len(), STEPS.len());
    }

    #[test]
    fn steps_are_chosen_and_left_out_by_name() {
        assert_eq!(names(&["--only", "fmt,tidy", "--skip", "fmt"]), ["tidy"]);
    }

    #[test]
    fn an_unknown_step_is_refused() {
        assert!(chosen(&["--only", "nonsense"]).is_err());
    }

    #[test]
    fn one_failure_fails_the_whole() {
        let outcome = |failed| Outcome {
            name: "fmt",
            tally: Tally { passed: 3, failed },
            time: Duration::ZERO,
            note: String::new(),
        };
        assert!(summarize(&[outcome(0)]));
        assert!(!summarize(&[outcome(0), outcome(1)]));
    }
}
