//! The front page: how much there is, and what is new.

use crate::{SiteState, answer};
use axum::extract::State;
use axum::response::Response;
use service::Ctx;
use std::sync::Arc;
use store::projects::Counters;
use store::releases::NewestRelease;
use templates::context::{self, Layout};
use tokio::sync::Mutex;
use web::{Problem, Reader, Visit};

/// Releases that the front page lists.
const NEWEST: i64 = 10;

/// The facts of the front page, kept while the journal's head stands still.
#[derive(Default)]
pub(crate) struct Home {
    kept: Mutex<Option<Arc<Facts>>>,
}

struct Facts {
    /// The journal's head in the snapshot that they come from.
    serial: i64,
    counters: Counters,
    newest: Vec<NewestRelease>,
}

/// `GET /`.
pub(crate) async fn home(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let facts = state.home.facts(&state.ctx).await?;
    let names: Vec<&str> = facts.newest.iter().map(|release| release.normalized_name.as_str()).collect();
    // Not kept: a designation changes nothing in the journal.
    let critical = store::critical::among(&mut state.ctx.db.read().await?, &names).await?;
    let urls = &state.ctx.settings.urls;
    let newest = facts.newest.iter().map(|release| -> anyhow::Result<context::NewestRelease> {
        let name = packaging::name::NormalizedName::parse_exact(&release.normalized_name)?;
        Ok(context::NewestRelease {
            project_name: release.project_name.clone(),
            version: release.version.clone(),
            summary: release.summary.clone(),
            url: urls.release(&name, &release.version),
            is_critical: critical.contains(&release.normalized_name),
            released: release.created_at,
        })
    });
    let page = context::HomePage {
        layout: Layout { reader: visit.reader(), ..state.frame.layout(reader.0, "/", true) },
        counters: context::Counters {
            projects: facts.counters.projects.unsigned_abs(),
            releases: facts.counters.releases.unsigned_abs(),
            files: facts.counters.files.unsigned_abs(),
        },
        newest_releases: newest.collect::<anyhow::Result<_>>()?,
    };
    answer::page(state.frame.templates().home(&page))
}

impl Home {
    /// The facts as of now; of many who ask at once after a change, one counts.
    async fn facts(&self, ctx: &Ctx) -> anyhow::Result<Arc<Facts>> {
        let mut read = ctx.db.read().await?;
        let serial = store::journal::head(&mut read).await?;
        let mut kept = self.kept.lock().await;
        if let Some(facts) = kept.as_ref().filter(|facts| facts.serial >= serial) {
            return Ok(Arc::clone(facts));
        }
        let facts = Arc::new(Facts {
            serial,
            counters: store::projects::counters(&mut read).await?,
            newest: store::releases::newest(&mut read, NEWEST).await?,
        });
        *kept = Some(Arc::clone(&facts));
        Ok(facts)
    }
}
