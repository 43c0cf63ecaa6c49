//! Accounts: making them.

pub mod create;
pub(crate) mod password;

pub use create::{CreateAccountRefused, CreatedAccount, NewAccount, create};
