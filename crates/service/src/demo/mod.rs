//! Synthetic indexes, for trials and benchmarks.

mod chance;
mod downloads;
mod giveaway;
mod names;
mod people;
mod plan;
mod releases;
mod seed;
mod snapshots;
mod write;

pub use plan::DemoSize;
pub use seed::{DemoRefused, Seeded, Stage, seed};
