//! The figures for programs. Names of fields are a contract: more may come, none goes.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use store::figures::{DayFigures, Figures};

/// The figures of now, and of each day.
#[derive(Debug, Serialize)]
pub(super) struct TwoFactorBody {
    #[serde(flatten)]
    figures: Numbers,
    /// When they were asked for; they are at most a minute older.
    at: String,
    history: Vec<DayBody>,
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
    pub(super) fn new(figures: Figures, days: &[DayFigures], at: DateTime<Utc>) -> Self {
        let day = |row: &DayFigures| {
            Some(DayBody { day: NaiveDate::from_epoch_days(row.day)?, figures: Numbers::from(row.figures) })
        };
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self { figures: Numbers::from(figures), at, history: days.iter().filter_map(day).collect() }
    }
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
