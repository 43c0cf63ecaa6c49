//! Registration: invitations, accounts that people make, prohibited names and domains.
//!
//! An account exists from the moment its mailed link is used, so that neither a user
//! name nor a sign-in tells whether an address had an account before.

pub mod cancel_invitation;
pub mod check_domains;
pub mod confirm;
pub mod invite;
mod open_account;
pub mod prohibit;
pub mod refusal;
pub mod register;
pub mod set_rule;

pub use cancel_invitation::{CancelInvitationRefused, cancel_invitation};
pub use check_domains::check_domains;
pub use confirm::{WaitingAccount, confirm, waiting};
pub use invite::{InviteRefused, Invited, invite};
pub use open_account::RegisteredAccount;
pub use prohibit::{ProhibitRefused, allow_domain, allow_username, prohibit_domain, prohibit_usernames};
pub use refusal::RegisterRefused;
pub use register::{NewRegistration, Registered, register};
pub use set_rule::{SetRuleRefused, rule, set_rule};
