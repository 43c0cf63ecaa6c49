//! Endpoints for machines.
//!
//! [`routes`] is the table of contents. Reading the simple index never waits for
//! the database: [`simple`] keeps every name and the pages that are asked for in
//! memory, and the other rooms ask it whether a project exists.

pub mod files;
mod front;
pub mod health;
pub mod json;
mod leaks;
pub mod metrics;
pub mod routes;
pub mod simple;
mod state;
mod upload;

pub use front::Front;
pub use routes::{ROUTES, Route, router};
pub use state::ApiState;
