//! The figures for programs. Names of fields are a contract: more may come, none goes.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::mandate::Strength;
use serde::Serialize;
use store::figures::{DayFigures, Figures};
use templates::context::DeadlineRow;

/// The figures of now, and of each day.
#[derive(Debug, Serialize)]
pub(super) struct TwoFactorBody {
    #[serde(flatten)]
    figures: Numbers,
    /// When they were asked for; they are at most a minute older.
    at: String,
    /// What is required of whom from when, and who meets it today.
    deadlines: Vec<DeadlineBody>,
    history: Vec<DayBody>,
}

#[derive(Debug, Serialize)]
struct DeadlineBody {
    cohort: String,
    strength: &'static str,
    enforce: String,
    in_force: bool,
    people: u64,
    enrolled: u64,
}

#[derive(Debug, Serialize)]
struct DayBody {
    day: NaiveDate,
    #[serde(flatten)]
    figures: Numbers,
}

#[derive(Debug, Serialize)]
struct Numbers {
    accounts: i64,
    accounts_with_second_factor: i64,
    accounts_with_totp: i64,
    accounts_with_webauthn: i64,
    managers: i64,
    managers_with_second_factor: i64,
    managers_with_webauthn: i64,
    critical_projects: i64,
    critical_maintainers: i64,
    critical_maintainers_with_second_factor: i64,
    critical_maintainers_with_totp: i64,
    critical_maintainers_with_webauthn: i64,
    security_keys_given: i64,
}

impl TwoFactorBody {
    pub(super) fn new(figures: Figures, deadlines: Vec<DeadlineRow>, days: &[DayFigures], at: DateTime<Utc>) -> Self {
        let day = |row: &DayFigures| {
            Some(DayBody { day: NaiveDate::from_epoch_days(row.day)?, figures: Numbers::from(row.figures) })
        };
        Self {
            figures: Numbers::from(figures),
            at: instant(at),
            deadlines: deadlines.into_iter().map(DeadlineBody::from).collect(),
            history: days.iter().filter_map(day).collect(),
        }
    }
}

impl From<DeadlineRow> for DeadlineBody {
    fn from(row: DeadlineRow) -> Self {
        let strength = if row.is_strict { Strength::PhishingResistant } else { Strength::Any };
        Self {
            cohort: row.cohort,
            strength: strength.as_str(),
            enforce: instant(row.at),
            in_force: row.is_past,
            people: row.people,
            enrolled: row.enrolled,
        }
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl From<Figures> for Numbers {
    fn from(figures: Figures) -> Self {
        Self {
            accounts: figures.accounts,
            accounts_with_second_factor: figures.accounts_with_second_factor,
            accounts_with_totp: figures.accounts_with_totp,
            accounts_with_webauthn: figures.accounts_with_webauthn,
            managers: figures.managers,
            managers_with_second_factor: figures.managers_with_second_factor,
            managers_with_webauthn: figures.managers_with_webauthn,
            critical_projects: figures.critical_projects,
            critical_maintainers: figures.critical_maintainers,
            critical_maintainers_with_second_factor: figures.critical_maintainers_with_second_factor,
            critical_maintainers_with_totp: figures.critical_maintainers_with_totp,
            critical_maintainers_with_webauthn: figures.critical_maintainers_with_webauthn,
            security_keys_given: figures.security_keys_given,
        }
    }
}
