//! `cargo xtask fuzz`: the fuzz targets, built on the stable toolchain.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::process::{cargo, command, flag, root, succeeds, target};
use crate::test::Tally;

/// What libFuzzer needs of the compiler; these flags are known to stable Rust.
const COMPILER_FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs one target, or all of them, for the seconds asked for.
pub(crate) fn run(words: &[&str]) -> Result<bool> {
    let seconds = flag(words, "--seconds").map_or(Ok(60), str::parse).context("not a number of seconds")?;
    let tally = match words.first().filter(|word| !word.starts_with("--")) {
        None => every_target(seconds)?,
        Some(name) => {
            build()?;
            Tally::one(one_target(name, seconds)?)
        }
    };
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(tally.failed == 0)
}

/// Runs every target in turn.
pub(crate) fn every_target(seconds: u64) -> Result<Tally> {
    build()?;
    let mut tally = Tally::default();
    for name in names()? {
        let held = one_target(&name, seconds)?;
        tally.passed += usize::from(held);
        tally.failed += usize::from(!held);
    }
    ensure!(tally.passed + tally.failed > 0, "there is no fuzz target in `fuzz/`");
    Ok(tally)
}

fn build() -> Result<()> {
    let manifest = root().join("fuzz/Cargo.toml");
    let mut build = cargo(["build", "--quiet", "--bins", "--target", &triple()?, "--manifest-path"]);
    build.arg(manifest).arg("--target-dir").arg(folder()).env("RUSTFLAGS", COMPILER_FLAGS);
    ensure!(succeeds(&mut build)?, "the fuzz targets do not build");
    Ok(())
}

fn one_target(name: &str, seconds: u64) -> Result<bool> {
    let program = folder().join(triple()?).join("debug").join(name);
    ensure!(program.is_file(), "there is no such fuzz target: `{name}`");
    let corpus = folder().join("corpus").join(name);
    std::fs::create_dir_all(&corpus)?;
    let mut run = command(
        program,
        [format!("-max_total_time={seconds}"), "-rss_limit_mb=2048".to_owned(), "-timeout=20".to_owned()],
    );
    run.arg("-verbosity=0")
        .arg("-print_final_stats=1")
        .arg(format!("-artifact_prefix={}/{name}-", folder().display()))
        .arg(corpus);
    let seeds = root().join("fuzz/seeds").join(name);
    if seeds.is_dir() {
        run.arg(seeds);
    }
    succeeds(&mut run)
}

fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("fuzz/fuzz_targets")).context("cannot read `fuzz/fuzz_targets`")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

fn folder() -> PathBuf {
    target().join("fuzz")
}

/// The machine's own triple; naming it keeps the flags away from build scripts.
fn triple() -> Result<String> {
    let text = crate::process::captured(&mut command("rustc", ["-vV"]))?;
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).context("rustc does not name its host")
}
