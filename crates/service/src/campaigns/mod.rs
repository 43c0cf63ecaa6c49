//! Campaigns: writing to everybody whom a mandate concerns, once for each occasion.
//!
//! A mandate's deadline is announced, reminded of and enforced, and a designation is
//! told. Only whoever does not meet the strength is written to, the announcement
//! included: nobody hears that there is nothing to do.
//!
//! [`plan`] makes a row for what is due, [`advance`] writes the next batch of mails and
//! moves the cursor in the same Write. Whoever dies between two batches has lost nothing
//! and repeats nothing, on however many nodes.

pub mod advance;
pub mod plan;
mod tell;

pub use advance::{Step, advance, batch};
pub use plan::{Upcoming, plan, upcoming};
