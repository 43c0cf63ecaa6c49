//! Pages for people.
//!
//! [`routes`] is the table of contents. A handler loads its facts in one snapshot,
//! turns them into the typed context of a page, and `templates` writes the words.

mod account;
mod answer;
mod assets;
mod help;
mod home;
mod project;
mod qr;
pub mod routes;
mod setup;
mod state;

pub use routes::{ROUTES, Route, fallback, router};
pub use state::SiteState;
