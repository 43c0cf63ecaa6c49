//! The nouns and rules of the index; no input or output.
//!
//! Bytes and facts come in as arguments, decisions and text go out. Nothing here
//! reads a clock, a file, a socket or the database.

pub mod accounts;
pub mod campaigns;
pub mod critical;
pub mod downloads;
pub mod events;
pub mod fido;
pub mod files;
pub mod giveaway;
pub mod ids;
pub mod journal;
pub mod keys;
pub mod limits;
pub mod links;
pub mod mandate;
pub mod passwords;
pub mod permission;
pub mod projects;
pub mod recovery;
pub mod recovery_cases;
pub mod refusal;
pub mod registration;
pub mod releases;
pub mod sessions;
pub mod setup;
pub mod switches;
pub mod tokens;
pub mod two_factor;
pub mod urls;
pub mod visitor;

pub use refusal::{Failure, Kind, Refusal};
