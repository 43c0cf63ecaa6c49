//! The commands: one file each.

mod config_check;
mod config_show;
mod critical;
mod demo_seed;
mod doctor;
mod downloads_import;
mod giveaway;
mod jobs;
mod mandate;
mod migrate;
mod passwords_build;
mod project;
mod project_change;
mod project_show;
mod secret_rotate;
mod setup_link;
mod switch;
mod token;
mod user;
mod user_admit;
mod user_freeze;
mod worker;

use crate::{
    cli::{Cli, Command, ConfigCommand, DownloadsCommand, PasswordsCommand},
    config::Config,
    index::{self, Missing},
    logging,
    output::Output,
    serve,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, SecondsFormat, Utc};
use service::Ctx;
use std::{ffi::OsString, future::Future, sync::Arc};

/// How a command ended that broke nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Done,
    /// What it examined is not well; it has said so itself.
    Failed,
}

/// Runs a command to its end.
pub(crate) fn run(cli: Cli) -> Result<Ended> {
    let output = Output { is_json: cli.common.json };
    let sources = cli.sources(environment());
    match cli.command {
        Command::Config(ConfigCommand::Check) => return config_check::run(&sources, output),
        Command::Config(ConfigCommand::Show) => return config_show::run(&sources, output),
        Command::Doctor(arguments) => return block_on(doctor::run(&sources, arguments.sample, output)),
        Command::Passwords(PasswordsCommand::Build(arguments)) => {
            passwords_build::run(&arguments, output)?;
            return Ok(Ended::Done);
        }
        _ => {}
    }
    let config = Config::read(&sources)?;
    logging::start(&config.log)?;
    block_on(run_configured(cli.command, config, output))
}

async fn run_configured(command: Command, config: Config, output: Output) -> Result<Ended> {
    match command {
        Command::Serve(arguments) => serve::run(&config, arguments.dev).await?,
        Command::Worker => worker::run(&config).await?,
        Command::Migrate => migrate::run(&config, output).await?,
        Command::User(command) => user::run(&config, command, output).await?,
        Command::Registration(command) => {
            with_index(&config, Missing::Refuse, async |ctx| user_admit::run(&ctx, command, output).await).await?;
        }
        Command::Token(command) => token::run(&config, command, output).await?,
        Command::Project(command) => project::run(&config, command, output).await?,
        Command::Downloads(DownloadsCommand::Import(arguments)) => {
            downloads_import::run(&config, &arguments, output).await?;
        }
        Command::Giveaway(command) => giveaway::run(&config, command, output).await?,
        Command::Mandate(command) => {
            with_index(&config, Missing::Refuse, async |ctx| mandate::run(&ctx, command, output).await).await?;
        }
        Command::Jobs(command) => jobs::run(&config, command, output).await?,
        Command::Critical(command) => return critical::run(&config, command, output).await,
        Command::Demo(command) => demo_seed::run(&config, command, output).await?,
        Command::Switch(command) => switch::run(&config, command, output).await?,
        Command::SetupLink => setup_link::run(&config, output).await?,
        Command::Secret(_) => secret_rotate::run(&config, output).await?,
        Command::Config(_) | Command::Doctor(_) | Command::Passwords(_) | Command::Render => {
            anyhow::bail!("the command is not one of an index")
        }
    }
    Ok(Ended::Done)
}

/// Two threads: the work is waiting, hashing has threads of its own.
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.context("the runtime could not be started")?.block_on(future)
}

/// Opens the index for one command, and closes it however the command ends.
async fn with_index<T>(
    config: &Config,
    missing: Missing,
    command: impl AsyncFnOnce(Arc<Ctx>) -> Result<T>,
) -> Result<T> {
    let ctx = index::open(config, missing).await?;
    let result = command(Arc::clone(&ctx)).await;
    ctx.db.close().await;
    result
}

/// A refusal or fault of an act as the error of a command.
fn refused<R: domain::Refusal>(failure: domain::Failure<R>) -> anyhow::Error {
    match failure {
        domain::Failure::Refused(refusal) => anyhow::anyhow!("{refusal}"),
        domain::Failure::Broken(fault) => fault,
    }
}

/// An instant as commands print it: RFC 3339, UTC, whole seconds.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The environment of the process; a variable that is not Unicode is none of ours.
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn environment() -> Vec<(String, String)> {
    let unicode = |(name, text): (OsString, OsString)| Some((name.into_string().ok()?, text.into_string().ok()?));
    std::env::vars_os().filter_map(unicode).collect()
}
