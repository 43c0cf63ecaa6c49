//! `fromagerie downloads`: what is counted.

use clap::{Args, Subcommand};
use domain::downloads::log::LogForm;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum DownloadsCommand {
    /// Count the downloads of access logs that nobody writes to any more; each log counts once
    Import(DownloadsImport),
}

#[derive(Args, Debug)]
pub(crate) struct DownloadsImport {
    /// Access logs, plain or compressed with gzip
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// `nginx` for the combined form, `cdn` for the one with pipes [default: what the first lines say]
    #[arg(long, value_name = "FORM", value_parser = form)]
    pub(crate) form: Option<LogForm>,
}

fn form(text: &str) -> Result<LogForm, String> {
    LogForm::from_name(text).ok_or_else(|| "neither `nginx` nor `cdn`".to_owned())
}
