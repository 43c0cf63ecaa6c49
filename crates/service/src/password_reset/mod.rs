//! Passwords that are set anew: by a mailed link, by their owner, by an operator.

pub mod change;
pub mod complete;
mod put;
pub mod refusal;
pub mod request;
pub mod set_password;

pub use change::change_password;
pub use complete::{OpenReset, Proof, begin_security_key, complete, open};
pub use refusal::{ChangePasswordRefused, ResetRefused, SetPasswordRefused};
pub use request::request;
pub use set_password::set_password;
