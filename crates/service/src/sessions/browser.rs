//! The browser that asks, and what it is given.

use domain::{
    ids::AccountId,
    sessions::{DeviceSecrets, SessionSecret, SignInMethod},
    visitor::Visitor,
};
use uuid::Uuid;

/// Who asks, with the cookies that the browser has.
#[derive(Clone, Debug)]
pub struct Browser {
    pub visitor: Visitor,
    pub devices: DeviceSecrets,
    /// Of a session that a new one replaces.
    pub session: Option<SessionSecret>,
}

/// How a sign-in goes on.
#[derive(Debug)]
pub enum Step {
    Opened(Opened),
    /// A second factor is asked for. The cookie of the sign-in gets `secret`.
    Factor {
        secret: SessionSecret,
    },
    /// The mail to a new device is to be answered. The cookie of the sign-in gets `secret`.
    Device {
        secret: SessionSecret,
    },
}

/// A session just opened: the cookies are set from it.
#[derive(Debug)]
pub struct Opened {
    pub account: AccountId,
    pub method: SignInMethod,
    pub session: SessionSecret,
    /// Names the session in lists, and binds its forms; no secret.
    pub session_id: Uuid,
    /// What the cookie of the devices holds from now on.
    pub devices: DeviceSecrets,
    /// A path of ours to go to.
    pub return_to: Option<String>,
}

impl Browser {
    /// A browser without any cookie.
    pub fn new(visitor: Visitor) -> Self {
        Self { visitor, devices: DeviceSecrets::default(), session: None }
    }
}
