//! A PostgreSQL cluster for tests, started from Debian's package.

use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

/// The variable that names a running cluster, as `postgres://…/postgres`.
///
/// `cargo xtask test` starts one cluster and sets it, so that the processes of
/// cargo-nextest share it. Without it each process starts its own.
pub const ADDRESS_VARIABLE: &str = "FROMAGERIE_TEST_POSTGRES";

const SCRIPT: &str = include_str!("postgres.sh");

/// A running cluster; it ends with this value, or with the process whatever happens.
#[derive(Debug)]
pub struct Cluster {
    /// The address of its database `postgres`.
    pub url: String,
    watchdog: Child,
    /// Closing it tells the watchdog to stop the cluster.
    lifeline: Option<ChildStdin>,
}

impl Cluster {
    /// Starts a cluster and waits until it answers.
    pub fn start() -> anyhow::Result<Self> {
        let mut watchdog = Command::new("sh")
            .args(["-c", SCRIPT, "postgres.sh"])
            .env("FROMAGERIE_POSTGRES_SCRIPT", SCRIPT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the shell that watches over PostgreSQL could not be started")?;
        let lifeline = watchdog.stdin.take();
        let output = watchdog.stdout.take().context("the watchdog has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let line = line.trim();
        if !line.starts_with("postgres://") {
            bail!("no PostgreSQL for the tests: {}", line.strip_prefix("error: ").unwrap_or(line));
        }
        Ok(Self { url: line.to_owned(), watchdog, lifeline })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // There is nobody to tell: the folder is temporary, the watchdog tidies up alone.
        let _ = self.watchdog.wait();
    }
}

/// The address of the cluster of this test run.
#[expect(
    clippy::disallowed_methods,
    reason = "the variable is how a test run names its cluster; no setting exists here"
)]
pub(crate) fn address() -> anyhow::Result<&'static str> {
    static CLUSTER: OnceLock<Result<String, String>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            if let Ok(address) = std::env::var(ADDRESS_VARIABLE) {
                return Ok(address);
            }
            let cluster = Cluster::start().map_err(|error| format!("{error:#}"))?;
            let url = cluster.url.clone();
            // The pipe stays open until the process ends, and closes with it.
            std::mem::forget(cluster);
            Ok(url)
        })
        .as_deref()
        .map_err(|error| anyhow::anyhow!("{error}"))
}
