//! Security keys and passkeys (WebAuthn level 3).
//!
//! A ceremony has two halves: the index hands out a challenge and keeps its state, the
//! browser's answer finishes it, once. A second factor is a security key, for which
//! verifying the person is preferred; a passkey is discoverable and always verifies the
//! person, so that it signs in without a password.

mod ceremony;
mod check;
mod party;
mod registration;
mod sign_in;

pub use ceremony::Begun;
pub use party::{check_rp, require_on};
pub use registration::{begin_registration, finish_registration};
pub use sign_in::{begin_authentication, begin_passkey, finish_authentication, finish_passkey};
