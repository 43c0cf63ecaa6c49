//! `downloads import`: counting the downloads of access logs.

use super::{refused, with_index};
use crate::{
    cli::DownloadsImport,
    config::Config,
    index::Missing,
    output::{Output, bar, progress, table},
};
use anyhow::Result;
use serde_json::{Value, json};
use service::downloads::{ImportedLog, Progress, Stage};

pub(crate) async fn run(config: &Config, arguments: &DownloadsImport, output: Output) -> Result<()> {
    with_index(config, Missing::Refuse, async |ctx| {
        let imported = service::downloads::import(&ctx, &arguments.files, arguments.form, show).await;
        progress("");
        let imported = imported.map_err(refused)?;
        let files: Vec<Value> = imported.iter().map(object_of).collect();
        output.print(&json!({ "files": files }), || text_of(&imported))
    })
    .await
}

fn show(at: Progress<'_>) {
    const MEBIBYTE: i64 = 1024 * 1024;
    let name = at.path.display();
    match at.stage {
        Stage::Surveying => progress(&format!("{name}: hashing, {} MiB", at.done / MEBIBYTE)),
        Stage::Counting { size } => {
            progress(&format!("{name}: {}", bar(at.done.unsigned_abs(), size.unsigned_abs())));
        }
    }
}

fn object_of(imported: &ImportedLog) -> Value {
    let log = &imported.log;
    let sample = |it: &service::downloads::Sample| json!({ "line": it.number, "text": it.text });
    json!({
        "name": imported.path.display().to_string(),
        "form": imported.form.as_str(),
        "lines": log.lines,
        "counted": log.counted,
        "ignored": log.ignored,
        "unreadable": log.unreadable,
        "already": imported.already,
        "began_at": imported.began_at,
        "sha256": log.content_hash,
        "unreadable_lines": imported.samples.iter().map(sample).collect::<Vec<_>>(),
    })
}

fn text_of(imported: &[ImportedLog]) -> String {
    let header = ["log", "lines", "counted", "ignored", "unreadable", ""];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let mut unreadable = Vec::new();
    for it in imported {
        let figures =
            [it.log.lines, it.log.counted, it.log.ignored, it.log.unreadable].map(|number| number.to_string());
        let remark = match it.began_at {
            _ if it.already => "already read; nothing was counted again".to_owned(),
            0 => String::new(),
            byte => format!("continued at byte {byte}"),
        };
        let mut row = vec![it.path.display().to_string()];
        row.extend(figures);
        row.push(remark);
        rows.push(row);
        let name = it.path.display();
        unreadable
            .extend(it.samples.iter().map(|sample| format!("{name}:{}: unreadable: {}", sample.number, sample.text)));
    }
    let mut lines = vec![table(&rows)];
    lines.extend(unreadable);
    lines.join("\n")
}
