//! Checks and chores: `cargo xtask tidy`, `test`, `bench` and `fuzz`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal speaks on standard output")]

mod bench;
mod fuzz;
mod process;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  tidy                                    hold every file against the laws of the house
  test [--only STEP,...] [--skip STEP,...]  run every check; `cargo xtask test --list` names the steps
  bench simple [--seconds N]              this index beside nginx, pypiserver and devpi-server
  bench signin [--seconds N]              reading one page while 200 people sign in
  fuzz [TARGET] [--seconds N]             run one fuzz target, or all of them";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.split_first() {
        Some((&"tidy", [])) => tidy::run(),
        Some((&"test", rest)) => test::run(rest),
        Some((&"bench", rest)) => bench::run(rest),
        Some((&"fuzz", rest)) => fuzz::run(rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault:#}");
            ExitCode::FAILURE
        }
    }
}
