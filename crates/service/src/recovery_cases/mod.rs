//! Recovery cases: people who lost every way in ask operators to be let in again.
//!
//! A request is made by [`request`], which mails a link to the address that was given;
//! nothing happens before that link is used. [`open`] announces the case to every verified
//! address, and any of their readers may object. After the waiting period operators decide;
//! the last approval that is needed lets the owner in, in its own Write.

mod cancel;
mod complete;
mod decide;
mod evidence;
mod expire;
mod judge;
mod link;
mod open;
mod refusal;
mod request;
mod view;
mod vouch;

pub use cancel::{OpenObjection, cancel, look_at_objection};
pub use decide::{Decided, decide};
pub use evidence::{name_repository, name_voucher};
pub use expire::expire;
pub use judge::{judge_evidence, note};
pub use open::open;
pub use refusal::RecoveryCaseRefused;
pub use request::{NewRequest, request};
pub use view::{CaseView, EvidenceView, Request, admin_view, figures, look};
pub use vouch::{OpenVouch, look_at_vouch, vouch};

pub(crate) use cancel::cancel_of;
