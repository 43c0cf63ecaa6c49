//! Downloads: counted at the doors, or read from access logs; never both.

mod count;
mod drop_old;
mod import;
mod recompute;
pub mod settle;
mod window;

pub use count::{Download, count};
pub(crate) use count::{DownloadCounts, flush};
pub use drop_old::drop_old;
pub use import::{ImportRefused, ImportedLog, Progress, Sample, Stage, import};
pub use recompute::{Agreement, Recomputed, recompute};
