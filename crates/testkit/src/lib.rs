//! What tests share; a dev-dependency only.

pub mod authenticator;
pub mod database;
pub mod distribution;
pub mod postgres;
pub mod scanner;

pub use database::FromEngine;
