//! Import access logs: each download in them counts once, however often this runs.
//!
//! A log is known by the SHA-256 of its text, without the compression, so that a log
//! that was rotated and compressed meanwhile is still the same one. How far it is read
//! is written together with the counts of what lies before. A log that begins with one
//! that was read, because it has grown since, is read from there on.

mod counted;
mod reader;
mod refusal;
mod survey;

pub use reader::Sample;
pub use refusal::ImportRefused;

use crate::Ctx;
use domain::Failure;
use domain::downloads::DownloadSource;
use domain::downloads::log::LogForm;
use reader::{Chunk, LogReader};
use std::path::{Path, PathBuf};
use store::downloads::logs::Log;
use store::transaction;
use survey::Survey;

/// A log that is counted, by this run or an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedLog {
    pub path: PathBuf,
    pub form: LogForm,
    /// Whether nothing was left to read.
    pub already: bool,
    /// The byte of the text where this run began.
    pub began_at: i64,
    /// The whole log: what earlier runs read of it is part of the figures.
    pub log: Log,
    /// The first lines that this run could not read.
    pub samples: Vec<Sample>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    pub path: &'a Path,
    pub stage: Stage,
    /// Bytes of the text.
    pub done: i64,
}

/// What is done with a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its text is hashed; how long it is turns out at the end.
    Surveying,
    /// Its lines are counted, of so many bytes.
    Counting { size: i64 },
}

/// Counts the downloads of access logs, in the order given.
///
/// Every file is looked at before the first one is counted; `form` is that of all of
/// them, or of each whatever its first lines say.
pub async fn import(
    ctx: &Ctx,
    paths: &[PathBuf],
    form: Option<LogForm>,
    mut progress: impl FnMut(Progress<'_>),
) -> Result<Vec<ImportedLog>, Failure<ImportRefused>> {
    if ctx.settings.downloads.source != DownloadSource::Logs {
        return Err(ImportRefused::CountedHere.into());
    }
    let mut forms = Vec::with_capacity(paths.len());
    for path in paths {
        forms.push(survey::form_of(path, form, ctx.now())?);
    }
    let mut imported = Vec::with_capacity(paths.len());
    for (path, form) in paths.iter().zip(forms) {
        imported.push(import_one(ctx, path, form, &mut progress).await?);
    }
    Ok(imported)
}

async fn import_one(
    ctx: &Ctx,
    path: &Path,
    form: LogForm,
    progress: &mut impl FnMut(Progress<'_>),
) -> Result<ImportedLog, Failure<ImportRefused>> {
    let known = store::downloads::logs::smaller_than(&mut ctx.db.read().await?, i64::MAX).await?;
    let survey = Survey::of(path, &known, |done| progress(Progress { path, stage: Stage::Surveying, done }))?;
    let mut log = begun(ctx, path, &survey).await?;
    let began_at = log.read_to;
    let already = log.finished_at.is_some();
    let mut samples = Vec::new();
    if !already {
        let mut reader = LogReader::open(path, form, log.read_to, survey.size)?;
        while log.finished_at.is_none() {
            let chunk = reader.next_chunk(ctx.now()).map_err(|fault| ImportRefused::unreadable(path, &fault))?;
            samples.extend(chunk.samples.iter().map(|sample| sample.after(log.lines)));
            log = count_chunk(ctx, path, log, chunk).await?;
            progress(Progress { path, stage: Stage::Counting { size: log.size }, done: log.read_to });
        }
    }
    samples.truncate(reader::MOST_SAMPLES);
    Ok(ImportedLog { path: path.to_owned(), form, already, began_at, log, samples })
}

/// The log as it is known, or written as one that is begun.
async fn begun(ctx: &Ctx, path: &Path, survey: &Survey) -> Result<Log, Failure<ImportRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        if let Some(log) = store::downloads::logs::by_hash(write, &survey.hash).await? {
            return Ok(log);
        }
        let beginning = match &survey.begins_with {
            Some(hash) => store::downloads::logs::by_hash(write, hash).await?,
            None => None,
        };
        let log = Log {
            content_hash: survey.hash.clone(),
            name: name_of(path),
            size: survey.size,
            read_to: beginning.as_ref().map_or(0, |it| it.read_to),
            lines: beginning.as_ref().map_or(0, |it| it.lines),
            counted: beginning.as_ref().map_or(0, |it| it.counted),
            ignored: beginning.as_ref().map_or(0, |it| it.ignored),
            unreadable: beginning.as_ref().map_or(0, |it| it.unreadable),
            started_at: now,
            finished_at: None,
        };
        if let Some(beginning) = &beginning {
            // What it has not read, this log reads: it must never go on by itself.
            store::downloads::logs::supersede(write, &beginning.content_hash, now).await?;
        }
        store::downloads::logs::begin(write, &log).await?;
        Ok(log)
    })
}

/// Writes the counts of a chunk, and with them how far the log is read.
async fn count_chunk(ctx: &Ctx, path: &Path, log: Log, chunk: Chunk) -> Result<Log, Failure<ImportRefused>> {
    if chunk.end == log.read_to {
        return Err(ImportRefused::Changed { path: path.display().to_string() }.into());
    }
    let counted = counted::resolve(&mut ctx.db.read().await?, &chunk.downloads).await?;
    let after = Log {
        read_to: chunk.end,
        lines: log.lines + chunk.lines,
        counted: log.counted + counted.downloads,
        ignored: log.ignored + chunk.ignored + counted.unknown,
        unreadable: log.unreadable + chunk.unreadable,
        finished_at: (chunk.end == log.size).then(|| ctx.now()),
        ..log
    };
    transaction!(ctx.db, |write| -> Result<(), Failure<ImportRefused>> {
        store::downloads::counts::add(write, &counted.counts).await?;
        if !store::downloads::logs::advance(write, log.read_to, &after).await? {
            return Err(ImportRefused::BeingRead { path: path.display().to_string() }.into());
        }
        Ok(())
    })?;
    Ok(after)
}

/// The file's own name: the folder may tell more than the database should keep.
fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
