//! The pages of accounts: the way in, and what their owners manage.

pub(super) mod entry;
mod entry_samples;
