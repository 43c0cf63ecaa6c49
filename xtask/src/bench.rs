//! `cargo xtask bench`: this index beside its peers, in one run.

use anyhow::{Context, Result, bail, ensure};

use crate::process::{cargo, command, flag, succeeds, target};
use crate::test::{Tool, ensure_tool};

/// Runs a bench by its name and writes its table.
pub(crate) fn run(words: &[&str]) -> Result<bool> {
    match words.split_first() {
        Some((&"simple", rest)) => script("bench/simple.py", rest, &[Tool::Python, Tool::Nginx, Tool::Wrk]),
        Some((&"signin", rest)) => script("bench/signin.py", rest, &[Tool::Python]),
        Some((&"mandate", rest)) => script("bench/mandate.py", rest, &[Tool::Python, Tool::Postgres]),
        _ => bail!("there is no such bench\nhint: cargo xtask bench simple, signin, or mandate"),
    }
}

/// Runs the script of a bench against the binary as people get it.
fn script(path: &str, words: &[&str], tools: &[Tool]) -> Result<bool> {
    let seconds: u32 = flag(words, "--seconds").map_or(Ok(10), str::parse).context("not a number of seconds")?;
    for tool in tools {
        ensure_tool(*tool)?;
    }
    let built = succeeds(&mut cargo(["build", "--quiet", "--release", "--package", "fromagerie"]))?;
    ensure!(built, "the binary does not build: `fromagerie`");
    let mut script = command("python3", ["-u", path, "--seconds", &seconds.to_string()]);
    script.env("FROMAGERIE_BIN", target().join("release/fromagerie"));
    script.env("FROMAGERIE_TARGET", target());
    succeeds(&mut script)
}
