//! The one binary: configuration, wiring, commands.

mod cli;
mod commands;
mod config;
mod folder;
mod index;
mod key_ring;
mod logging;
mod output;
mod render;
mod schema;
mod serve;

use clap::Parser as _;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too, with status 0.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    // The renderer limits itself before anything else happens in its process.
    if matches!(cli.command, Command::Render) {
        return ended(render::run().map(|()| commands::Ended::Done));
    }
    ended(commands::run(cli))
}

fn ended(result: anyhow::Result<commands::Ended>) -> ExitCode {
    match result {
        Ok(commands::Ended::Done) => ExitCode::SUCCESS,
        Ok(commands::Ended::Failed) => ExitCode::FAILURE,
        Err(error) => {
            output::note(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
