//! Jobs, on both engines, the clock moved by hand.

mod campaigns;
mod descriptions;
mod figures;
mod harness;
mod mail;
mod orphans;
mod schedule;
mod tokens;
mod uploads;
mod worker;
