//! The acts: each one file, one function.
//!
//! `ctx` first, who second, what third. What the decision needs is loaded inside
//! the Write; journal, events and jobs are written in the same Write.

pub mod accounts;
pub mod addresses;
pub mod campaigns;
pub mod critical;
pub mod ctx;
pub mod deletion;
pub mod demo;
pub mod downloads;
pub mod export;
pub mod figures;
pub mod giveaway;
pub mod guard;
pub mod keys;
pub mod leaks;
pub mod limits;
pub mod links;
pub mod mail;
pub mod mandate;
pub mod password_reset;
pub mod passwords;
pub mod permission;
pub mod projects;
pub mod publish;
pub mod recovery;
pub mod recovery_cases;
pub mod registration;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod soft;
pub mod switches;
pub mod tokens;
pub mod two_factor;
mod visits;

pub use ctx::Ctx;

/// Runs an act as a task of its own: whoever hangs up never cancels it half way.
pub async fn detached<T: Send + 'static>(act: impl Future<Output = T> + Send + 'static) -> anyhow::Result<T> {
    tokio::spawn(act).await.map_err(|fault| anyhow::anyhow!("An act broke down: {fault}"))
}
