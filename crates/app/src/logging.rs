//! The log: lines on standard error.

use crate::config::log::Log;
use anyhow::{Result, anyhow};
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts the log of this process.
pub(crate) fn start(log: &Log) -> Result<()> {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(&log.filter)?)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = if log.is_json { lines.json().try_init() } else { lines.try_init() };
    started.map_err(|error| anyhow!("the log could not be started: {error}"))
}
