//! SQL: one text, two engines.
//!
//! SQL stands only in this crate, next to the function that runs it; a driver is
//! named only under [`db`], whose page explains how statements, snapshots and
//! transactions are written.

pub mod accounts;
pub mod addresses;
pub mod db;
pub mod deletion;
pub mod events;
pub mod export;
pub mod files;
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
pub mod registration;
pub mod releases;
pub mod sessions;
pub mod setup;
pub mod simple;
pub mod tokens;
pub mod two_factor;
pub mod webauthn;

pub use db::{Announcement, Connect, Db, Engine, Failing, Read, Write};
