//! Accounts: making them.

pub mod create;

pub use create::{CreateAccountRefused, CreatedAccount, NewAccount, create};
