//! The pages over their real router.

mod harness;
mod help;
mod home;
mod html;
mod project;
mod routes;
mod safety;
mod setup;
