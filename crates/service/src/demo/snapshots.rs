//! The figures of the last six months, as the daily job would have counted them.

use super::{plan::Plan, seed::Stage};
use anyhow::Result;
use domain::downloads::Day;
use std::collections::BTreeSet;
use store::{
    Write,
    demo::insert_installer_day,
    figures::{DayFigures, Figures, put_day},
};

/// What part of the downloads comes by which program, in thousandths.
const INSTALLERS: [(&str, u64); 6] =
    [("pip", 660), ("uv", 225), ("poetry", 62), ("pdm", 18), ("requests", 15), ("other", 20)];

/// Days before today on which critical projects were first designated.
const DESIGNATED: i32 = 150;

pub(super) async fn write(
    write: &mut Write,
    plan: &Plan,
    progress: &(impl Fn(Stage, u64, u64) + Send + Sync),
) -> Result<()> {
    let counted = Counted::of(plan);
    let (first, last) = (plan.first_day(), plan.today - 1);
    let total = u64::from((last - first).unsigned_abs()) + 1;
    for (done, day) in (0..).zip(Day::range(first, last)) {
        progress(Stage::Figures, done, total);
        let grown = f64::from(day - first) / f64::from((last - first).max(1));
        let figures = counted.on(plan.today - day, grown);
        put_day(write, &DayFigures { day: day.0, figures, at: (day + 1).start() }).await?;
        if plan.last_settled() < day {
            continue;
        }
        let downloads: u64 = plan.by_ordinal.iter().map(|project| plan.downloads.of(*project, day)).sum();
        for (installer, part) in INSTALLERS {
            insert_installer_day(write, day.0, installer, i64::try_from(downloads * part / 1000)?).await?;
        }
    }
    progress(Stage::Figures, total, total);
    Ok(())
}

/// What the last day counts.
struct Counted {
    accounts: usize,
    factors: usize,
    totp: usize,
    keys: usize,
    managers: usize,
    managers_with_factor: usize,
    managers_with_key: usize,
    critical_projects: usize,
    maintainers: usize,
    maintainers_with_factor: usize,
    maintainers_with_totp: usize,
    maintainers_with_key: usize,
}

impl Counted {
    fn of(plan: &Plan) -> Self {
        let (managers, maintainers) = (plan.managers(), plan.critical_maintainers());
        let with_factor =
            |people: &BTreeSet<u32>| people.iter().filter(|account| plan.factors.has_any(**account)).count();
        let among = |people: &BTreeSet<u32>, chosen: &BTreeSet<u32>| people.intersection(chosen).count();
        Self {
            accounts: plan.size.accounts as usize,
            factors: plan.factors.distinct(),
            totp: plan.factors.totp.len(),
            keys: plan.factors.keys.len(),
            managers: managers.len(),
            managers_with_factor: with_factor(&managers),
            managers_with_key: among(&managers, &plan.factors.keys),
            critical_projects: usize::try_from(domain::critical::places(u64::from(plan.size.projects))).unwrap_or(0),
            maintainers: maintainers.len(),
            maintainers_with_factor: with_factor(&maintainers),
            maintainers_with_totp: among(&maintainers, &plan.factors.totp),
            maintainers_with_key: among(&maintainers, &plan.factors.keys),
        }
    }

    /// Of a day; `grown` goes from 0 on the first to 1 on the last.
    fn on(&self, days_ago: i32, grown: f64) -> Figures {
        let part = |count: usize, share: f64| (count as f64 * share).round() as i64;
        let (people, factors, keys) = (0.88 + 0.12 * grown, 0.42 + 0.58 * grown.powf(1.4), grown.powf(2.0));
        // Maintainers of critical projects were asked first.
        let asked = 0.5 + 0.5 * (1.0 - (1.0 - grown).powi(3));
        let designated = if days_ago <= DESIGNATED { 1.0 } else { 0.0 };
        Figures {
            accounts: part(self.accounts, people),
            accounts_with_second_factor: part(self.factors, factors),
            accounts_with_totp: part(self.totp, factors),
            accounts_with_webauthn: part(self.keys, factors * (0.4 + 0.6 * grown)),
            managers: part(self.managers, people),
            managers_with_second_factor: part(self.managers_with_factor, factors),
            managers_with_webauthn: part(self.managers_with_key, factors * (0.4 + 0.6 * grown)),
            critical_projects: part(self.critical_projects, designated),
            critical_maintainers: part(self.maintainers, designated),
            critical_maintainers_with_second_factor: part(self.maintainers_with_factor, designated * asked),
            critical_maintainers_with_totp: part(self.maintainers_with_totp, designated * asked),
            critical_maintainers_with_webauthn: part(self.maintainers_with_key, designated * asked * keys),
            security_keys_given: part(self.keys, keys),
        }
    }
}
