//! The mandate: what a fresh index requires.

pub mod initialise;

pub use initialise::initialise;
