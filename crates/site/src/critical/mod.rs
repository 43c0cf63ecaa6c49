//! The public pages of critical projects.

mod body;
mod history;
mod list;

pub(crate) use history::history;
pub(crate) use list::list;

/// The page of the list.
pub(crate) const PATH: &str = "/stats/critical/";

/// The page of the history.
pub(crate) const HISTORY_PATH: &str = "/stats/critical/history/";

/// A number of a row; none is below zero.
fn number(value: Option<i64>) -> Option<u64> {
    value.map(i64::unsigned_abs)
}
