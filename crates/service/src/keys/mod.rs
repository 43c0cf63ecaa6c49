//! The key ring and the database: that they belong together, and rotation.

pub mod initialise;
pub mod rotate;

pub use initialise::{initialise, is_fresh};
pub use rotate::{Rotated, rotate};
