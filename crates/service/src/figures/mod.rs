//! The public figures: how many people have a second factor, now and day by day.

mod live;
mod snapshot;

pub use live::{Kept, live};
pub use snapshot::{day_of, snapshot};
