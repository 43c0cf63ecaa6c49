//! Downloads: details and daily totals, and the access logs they came from.

pub mod counts;
pub mod figures;
pub mod logs;
pub mod segments;
pub mod windows;
