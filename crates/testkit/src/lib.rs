//! What tests share; a dev-dependency only.

pub mod database;
pub mod distribution;
pub mod postgres;

pub use database::FromEngine;
