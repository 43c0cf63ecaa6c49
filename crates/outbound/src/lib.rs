//! Other people's servers, each behind a trait with a real and a fake.
//!
//! Nothing else in the house opens a connection to a server that is not ours.

pub mod domains;
pub mod mail;
pub mod password_range;
pub mod scanner_keys;
