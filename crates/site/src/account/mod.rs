//! Accounts: the way in, and what their owners manage.

pub(crate) mod entry;
pub(crate) mod form;
pub(crate) mod mailed_secret;
pub(crate) mod manage;
pub(crate) mod recover;
