//! SQL: one text, two engines.
//!
//! SQL stands only in this crate, next to the function that runs it; a driver is
//! named only under [`db`], whose page explains how statements, snapshots and
//! transactions are written.

pub mod accounts;
pub mod addresses;
pub mod campaigns;
pub mod critical;
pub mod db;
pub mod deletion;
pub mod demo;
pub mod downloads;
pub mod events;
pub mod export;
pub mod figures;
pub mod files;
pub mod giveaway;
pub mod jobs;
pub mod journal;
pub mod json;
pub mod keys;
pub mod limits;
pub mod links;
pub mod mail;
pub mod mandate;
pub mod migrate;
pub mod names;
pub mod permission;
pub mod projects;
pub mod recovery;
pub mod recovery_cases;
pub mod registration;
pub mod releases;
pub mod sessions;
pub mod setup;
pub mod simple;
pub mod switches;
pub mod tokens;
pub mod two_factor;
pub mod webauthn;

pub use db::{Announcement, Connect, Db, Engine, Failing, Read, Write};
