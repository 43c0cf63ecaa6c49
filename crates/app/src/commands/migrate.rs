//! `migrate`: the schema, brought up to date.

use crate::{config::Config, folder::Folder, output::Output, schema};
use anyhow::Result;
use serde_json::json;
use service::ctx::Clock;
use store::Db;

pub(crate) async fn run(config: &Config, output: Output) -> Result<()> {
    let folder = Folder::new(&config.data);
    folder.check_owner()?;
    folder.make()?;
    let connect = config.database.connect(&config.data);
    let db = Db::open(&connect).await?;
    let migrated = schema::migrate(&db, &connect, Clock::System.now()).await;
    db.close().await;
    let migrated = migrated?;
    let copy = migrated.copy.as_ref().map(|path| path.display().to_string());
    output.print(&json!({ "migrated": migrated.steps, "copy": copy }), || match &migrated.steps[..] {
        [] => "the schema is up to date".to_owned(),
        steps => {
            let copy = copy.as_ref().map(|path| format!("\nthe database was copied before: {path}"));
            format!("migrated: {}{}", steps.join(", "), copy.unwrap_or_default())
        }
    })
}
