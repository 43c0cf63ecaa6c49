//! Sessions: signing in and out, stepping up, and the devices that are known.
//!
//! A sign-in is a password ([`begin`]), a second factor ([`second_factor`]) and, where
//! both could have been phished and the browser is unknown, the answer to a mail
//! ([`confirm_by_link`], [`confirm_by_code`]). Each step has a secret of its own.

mod authenticate;
mod begin;
mod break_glass;
mod browser;
mod confirm;
mod device;
mod devices;
mod end;
mod guess;
mod open;
mod refusal;
mod renew;
mod require_step_up;
mod second_factor;
mod soft;
mod step_up;
mod sweep;

pub use authenticate::{SignedInAs, authenticate_session};
pub use begin::{Credentials, begin};
pub use break_glass::{BreakGlassRefused, ConfirmedDevice, confirm_device, freeze, unfreeze};
pub use browser::{Browser, Opened, Step};
pub use confirm::{DeviceLink, confirm_by_code, confirm_by_link, look_at_device_link, resume};
pub use devices::{DeviceLine, SessionLine, list, list_devices, revoke_device};
pub use end::{Leaving, end, end_all, end_one};
pub use open::open_after;
pub use refusal::{ProofRefused, SessionRefused, SignInRefused, StepUpRefused};
pub use require_step_up::require_step_up;
pub use second_factor::{FactorProof, second_factor, sign_in_by_passkey, waiting};
pub use soft::SoftSessions;
pub use step_up::{StepUpProof, step_up};
pub use sweep::sweep;

pub(crate) use renew::strengthen;
pub(crate) use soft::flush;
