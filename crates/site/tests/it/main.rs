//! The pages over their real router.

mod account_entry;
mod account_manage;
mod browser;
mod harness;
mod help;
mod home;
mod html;
mod project;
mod reader;
mod routes;
mod safety;
mod setup;
