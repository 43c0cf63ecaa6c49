//! Work for later: jobs, which run once, and node tasks, which run in every process.
//!
//! A job is a row, enqueued in the transaction of the change that wants it. A worker
//! claims it with a lease and runs the function that the catalogue has for its kind.

mod accounts;
pub mod catalogue;
mod child;
mod collect_orphans;
mod compute_critical;
mod drop_download_details;
mod failure;
pub mod node;
mod render_description;
mod run_campaigns;
pub mod schedule;
mod send_mail;
mod sweep_uploads;
mod take_figures;
mod warn_expiring_tokens;
mod watch_surges;
pub mod worker;

pub use failure::JobFailure;
pub use render_description::rendered;
pub use sweep_uploads::sweep_all;
