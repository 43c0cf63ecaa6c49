//! What the index counts in public.

mod body;
mod deadlines;
pub(crate) mod downloads;
mod two_factor;

pub(crate) use downloads::{downloads, project_downloads};
pub(crate) use two_factor::two_factor;

use crate::{ROUTES, SiteState, answer};
use axum::extract::State;
use axum::response::Response;
use service::figures;
use std::sync::Arc;
use store::figures::Figures;
use templates::context::{FactorFigures, Layout, StatsPage};
use web::{Problem, Reader, Visit};

/// The page of the critical projects, where it exists.
const CRITICAL: &str = "/stats/critical/";

/// The page of the downloads.
const DOWNLOADS: &str = "/stats/downloads/";

/// `GET /stats/`: the pages of figures.
pub(crate) async fn index(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let layout = state.frame.layout(reader.0, "/stats/", true);
    let has_critical = ROUTES.iter().any(|row| row.pattern == CRITICAL);
    let page = StatsPage {
        two_factor_url: format!("{}/stats/two-factor/", layout.root_path),
        downloads_url: format!("{}{DOWNLOADS}", layout.root_path),
        critical_url: has_critical.then(|| format!("{}{CRITICAL}", layout.root_path)),
        layout: Layout { reader: visit.reader(), ..layout },
        figures: shown(&figures::live(&state.ctx).await?),
    };
    answer::page(state.frame.templates().stats(&page))
}

/// The figures as a page shows them.
fn shown(figures: &Figures) -> FactorFigures {
    FactorFigures {
        accounts: figures.accounts.unsigned_abs(),
        accounts_with_second_factor: figures.accounts_with_second_factor.unsigned_abs(),
        accounts_with_totp: figures.accounts_with_totp.unsigned_abs(),
        accounts_with_webauthn: figures.accounts_with_webauthn.unsigned_abs(),
        managers: figures.managers.unsigned_abs(),
        managers_with_second_factor: figures.managers_with_second_factor.unsigned_abs(),
        critical_projects: figures.critical_projects.unsigned_abs(),
        critical_maintainers: figures.critical_maintainers.unsigned_abs(),
        critical_maintainers_with_second_factor: figures.critical_maintainers_with_second_factor.unsigned_abs(),
        critical_maintainers_with_totp: figures.critical_maintainers_with_totp.unsigned_abs(),
        critical_maintainers_with_webauthn: figures.critical_maintainers_with_webauthn.unsigned_abs(),
        security_keys_given: figures.security_keys_given.unsigned_abs(),
    }
}
