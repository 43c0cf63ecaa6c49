//! The seam, the journal and the migrations, on both engines.

mod census;
mod journal;
mod migrations;
mod transactions;
mod values;
