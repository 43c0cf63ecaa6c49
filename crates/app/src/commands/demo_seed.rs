//! `demo seed`: a synthetic index; `demo export`: its daily totals for another program.

use super::{refused, with_index};
use crate::{
    cli::{DemoCommand, DemoSeed},
    config::Config,
    index::Missing,
    output::{Output, progress},
};
use anyhow::{Context as _, Result};
use serde_json::json;
use service::{
    Ctx,
    demo::{self, DemoSize, Seeded, Stage},
};
use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

pub(crate) async fn run(config: &Config, command: DemoCommand, output: Output) -> Result<()> {
    match command {
        DemoCommand::Seed(arguments) => {
            with_index(config, Missing::Make, async |ctx| seed(&ctx, arguments, output).await).await
        }
        DemoCommand::Export { file } => {
            with_index(config, Missing::Refuse, async |ctx| export(&ctx, &file, output).await).await
        }
    }
}

async fn seed(ctx: &Ctx, arguments: DemoSeed, output: Output) -> Result<()> {
    let size = DemoSize {
        projects: arguments.projects,
        accounts: arguments.users,
        days: arguments.days,
        pending_days: arguments.pending_days,
        seed: arguments.seed,
    };
    let seeded = demo::seed(ctx, size, |stage, done, total| progress(&line(stage, done, total))).await;
    progress("");
    let seeded = seeded.map_err(refused)?;
    let (first, secret) = seeded.first_with_totp.clone().unzip();
    let object = json!({
        "seed": size.seed,
        "projects": seeded.projects,
        "accounts": seeded.accounts,
        "accounts_with_second_factor": seeded.with_second_factor,
        "accounts_with_totp": seeded.with_totp,
        "accounts_with_webauthn": seeded.with_webauthn,
        "security_keys_given": seeded.security_keys_given,
        "roles": seeded.roles,
        "segments": seeded.segments,
        "password": seeded.password,
        "totp_username": first,
        "otpauth_uri": secret,
    });
    output.print(&object, || told(&seeded))
}

fn told(seeded: &Seeded) -> String {
    let mut lines = vec![
        format!(
            "projects: {}, with {} roles and {} segments of downloads",
            seeded.projects, seeded.roles, seeded.segments
        ),
        format!(
            "accounts: {}, with a second factor {}, with an authenticator {}, with a security key {}",
            seeded.accounts, seeded.with_second_factor, seeded.with_totp, seeded.with_webauthn
        ),
        format!("password of every account, shown only now: {}", seeded.password),
    ];
    if let Some((username, uri)) = &seeded.first_with_totp {
        lines.push(format!("authenticator of `{username}`, shown only now: {uri}"));
    }
    lines.push(
        "hint: `fromagerie critical compute` designates the critical projects, \
         `fromagerie user create NAME --email ADDR --superuser --password-stdin --totp` makes an operator"
            .to_owned(),
    );
    lines.join("\n")
}

fn line(stage: Stage, done: u64, total: u64) -> String {
    let what = match stage {
        Stage::Accounts => "accounts",
        Stage::Projects => "projects",
        Stage::Downloads => "downloads",
        Stage::Figures => "figures",
    };
    let percent = (done * 100).checked_div(total).unwrap_or(100);
    format!("{what}: {done} of {total} ({percent} %)")
}

/// One line for each project: its ordinal, a comma, and its total of each day between spaces.
async fn export(ctx: &Ctx, file: &Path, output: Output) -> Result<()> {
    let mut read = ctx.db.read().await?;
    let (first, last) = store::downloads::segments::span(&mut read).await?.context("there are no downloads yet")?;
    let mut writer = BufWriter::new(File::create(file).with_context(|| format!("no file: `{}`", file.display()))?);
    let mut projects: u64 = 0;
    for bucket in store::downloads::segments::buckets(&mut read).await? {
        for (ordinal, days) in store::downloads::segments::rows_of_bucket(&mut read, bucket, first, last).await? {
            let counts: Vec<String> = days.iter().map(u64::to_string).collect();
            writeln!(writer, "{ordinal},{}", counts.join(" "))?;
            projects += 1;
        }
    }
    writer.into_inner()?.sync_all()?;
    let object = json!({
        "projects": projects,
        "first_day": first.to_string(),
        "last_day": last.to_string(),
        "days": last - first + 1,
    });
    output.print(&object, || format!("{projects} projects from {first} to {last}: `{}`", file.display()))
}
