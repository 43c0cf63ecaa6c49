//! Pages for people.
//!
//! [`routes`] is the table of contents. A handler loads its facts in one snapshot,
//! turns them into the typed context of a page, and `templates` writes the words.

mod account;
mod admin;
mod answer;
mod assets;
mod critical;
mod dev;
mod giveaway;
mod help;
mod home;
mod log;
mod manage;
mod paging;
mod project;
mod qr;
pub mod routes;
mod setup;
mod state;
mod stats;

pub use routes::{ROUTES, Route, fallback, router};
pub use state::SiteState;
