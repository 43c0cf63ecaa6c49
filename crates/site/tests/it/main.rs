//! The pages over their real router.

mod account_entry;
mod account_manage;
mod admin;
mod browser;
mod campaigns;
mod critical;
mod dev;
mod downloads;
mod giveaway;
mod harness;
mod help;
mod home;
mod html;
mod manage;
mod mandate;
mod project;
mod reader;
mod recovery_cases;
mod routes;
mod safety;
mod setup;
mod stats;
mod switches;
