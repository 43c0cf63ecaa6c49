//! `doctor`: is everything well?

mod files;

use super::Ended;
use crate::{
    cli::Sample,
    config::{Config, Problems, Sources, database::shown},
    folder::Folder,
    index,
    key_ring::Place,
    output::{Output, note, table},
    schema,
};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use store::{Connect, Db};

/// One thing that was examined.
struct Finding {
    name: &'static str,
    /// What was found, or what is wrong.
    outcome: Result<String>,
}

pub(crate) async fn run(sources: &Sources, sample: Sample, output: Output) -> Result<Ended> {
    let findings = examine(sources, sample).await;
    let is_well = findings.iter().all(|finding| finding.outcome.is_ok());
    let checks: Vec<Value> = findings.iter().map(Finding::object).collect();
    output.print(&json!({ "ok": is_well, "checks": checks }), || {
        table(&findings.iter().map(Finding::row).collect::<Vec<_>>())
    })?;
    if !is_well && !output.is_json {
        note("something is not well; the lines that begin with FAIL say what");
    }
    Ok(if is_well { Ended::Done } else { Ended::Failed })
}

/// Each check stands on those before it: what cannot be asked any more is left out.
async fn examine(sources: &Sources, sample: Sample) -> Vec<Finding> {
    let mut findings = Vec::new();
    let config = match Config::read(sources) {
        Ok(config) => config,
        Err(Problems(problems)) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let outcome = Err(anyhow::anyhow!(lines.join("; ")));
            return vec![Finding { name: "configuration", outcome }];
        }
    };
    findings.push(Finding { name: "configuration", outcome: Ok(format!("data in `{}`", config.data.display())) });
    findings.push(Finding { name: "data folder", outcome: folder(&config) });
    if findings.iter().any(|finding| finding.outcome.is_err()) {
        return findings;
    }
    let db = match open(&config).await {
        Ok(db) => db,
        Err(fault) => {
            findings.push(Finding { name: "database", outcome: Err(fault) });
            return findings;
        }
    };
    findings.push(Finding { name: "database", outcome: database(&config, &db).await });
    if findings.iter().all(|finding| finding.outcome.is_ok()) {
        findings.push(Finding { name: "key ring", outcome: key_ring(&config, &db).await });
        let blobs = index::open_blobs(&config);
        let answered = match &blobs {
            Ok(blobs) => blobs.check().await.map(|()| "they answer".to_owned()),
            Err(fault) => Err(anyhow::anyhow!("{fault:#}")),
        };
        findings.push(Finding { name: "objects", outcome: answered });
        if let Ok(blobs) = &blobs {
            findings.push(Finding { name: "files", outcome: files::check(&db, blobs, sample).await });
        }
        findings.push(Finding { name: "jobs", outcome: jobs(&db).await });
        findings.push(Finding { name: "account recovery", outcome: recovery(&config, &db).await });
    }
    db.close().await;
    findings
}

fn folder(config: &Config) -> Result<String> {
    let folder = Folder::new(&config.data);
    if !folder.exists() {
        bail!("it does not exist: `{}`; `fromagerie serve` makes it", config.data.display());
    }
    folder.check_owner()?;
    Ok(match folder.running() {
        Some(running) => format!("a `serve` runs on it: process {}, {}", running.process, running.public_url),
        None => "no `serve` runs on it".to_owned(),
    })
}

async fn open(config: &Config) -> Result<Db> {
    let connect = config.database.connect(&config.data);
    if let Connect::Sqlite { path } = &connect
        && !path.exists()
    {
        bail!("it does not exist: `{}`; `fromagerie serve` makes it", path.display());
    }
    Db::open(&connect).await
}

async fn database(config: &Config, db: &Db) -> Result<String> {
    db.ready().await?;
    schema::require_current(db).await?;
    Ok(format!("{}, schema up to date", shown(&config.database.connect(&config.data))))
}

/// Compares ring and database without writing to either.
async fn key_ring(config: &Config, db: &Db) -> Result<String> {
    let place = Place::of(config);
    let checks = store::keys::checks(&mut db.read().await?).await?;
    let Some(ring) = place.read()? else {
        bail!("it is missing: `{}`; put it back from its backup", place.shown());
    };
    for check in &checks {
        let verified = ring.verify_check_value(&check.sealed);
        verified.with_context(|| format!("it is not the one of this database: `{}`", place.shown()))?;
    }
    Ok(format!("`{}`, keys: {}", place.shown(), ring.ids().count()))
}

async fn jobs(db: &Db) -> Result<String> {
    let mut read = db.read().await?;
    let waiting = store::jobs::waiting(&mut read, 1000).await?.len();
    let dead = store::jobs::dead_letters(&mut read, 1000).await?.len();
    Ok(format!("waiting: {waiting}, dead letters: {dead}"))
}

/// Whether enough operators agree before somebody who lost every way in is let in.
async fn recovery(config: &Config, db: &Db) -> Result<String> {
    let operators = store::deletion::active_operators(&mut db.read().await?).await?;
    let needed = config.recovery_approvers;
    Ok(match needed {
        1 => format!("{WARNING}one operator alone lets people into accounts; set `recovery.approvers` to 2"),
        _ if operators < i64::from(needed) => {
            format!("{WARNING}operators who must agree: {needed}, operators: {operators}; nobody can be recovered")
        }
        _ => format!("operators who must agree: {needed}"),
    })
}

/// What the detail of a finding begins with that is allowed and not good.
const WARNING: &str = "warning: ";

impl Finding {
    fn object(&self) -> Value {
        json!({ "name": self.name, "ok": self.outcome.is_ok(), "detail": self.detail() })
    }

    fn row(&self) -> Vec<String> {
        let word = match &self.outcome {
            Ok(detail) if detail.starts_with(WARNING) => "WARN",
            Ok(_) => "OK",
            Err(_) => "FAIL",
        };
        vec![word.to_owned(), self.name.to_owned(), self.detail()]
    }

    fn detail(&self) -> String {
        match &self.outcome {
            Ok(detail) => detail.clone(),
            Err(fault) => format!("{fault:#}").replace('\n', "; "),
        }
    }
}
