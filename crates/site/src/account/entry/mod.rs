//! The way in: registering, signing in, confirming, choosing a new password.
//!
//! No answer here tells a stranger whether somebody has an account.

mod device;
mod factor;
mod mailed;
mod passkey;
mod register;
mod reset;
mod sign_in;
mod step_up;

use super::form;
use crate::SiteState;
use crate::routes::{Verb, on};
use axum::Json;
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use serde::Deserialize;
use serde_json::json;
use service::sessions::{FactorProof, Opened};
use service::two_factor::webauthn::Begun;
use std::sync::Arc;
use web::{Problem, Visit};

/// The function behind a row of the way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    SignInForm,
    SignIn,
    SignOut,
    PasskeyBegin,
    PasskeyFinish,
    FactorForm,
    Factor,
    FactorKey,
    DeviceForm,
    Device,
    DeviceLinkPage,
    DeviceLink,
    StepUpForm,
    StepUp,
    StepUpKey,
    RegisterForm,
    Register,
    InvitationForm,
    Invitation,
    RegistrationPage,
    Registration,
    AddressPage,
    Address,
    ResetForm,
    Reset,
    NewPasswordForm,
    NewPassword,
    NewPasswordKey,
}

impl Entry {
    pub(crate) fn on(self, verb: Verb) -> MethodRouter<Arc<SiteState>> {
        match self {
            Self::SignInForm => on(verb, sign_in::form_page),
            Self::SignIn => on(verb, sign_in::sign_in),
            Self::SignOut => on(verb, sign_in::sign_out),
            Self::PasskeyBegin => on(verb, passkey::begin),
            Self::PasskeyFinish => on(verb, passkey::finish),
            Self::FactorForm => on(verb, factor::form_page),
            Self::Factor => on(verb, factor::factor),
            Self::FactorKey => on(verb, factor::key),
            Self::DeviceForm => on(verb, device::form_page),
            Self::Device => on(verb, device::device),
            Self::DeviceLinkPage => on(verb, device::link_page),
            Self::DeviceLink => on(verb, device::link),
            Self::StepUpForm => on(verb, step_up::form_page),
            Self::StepUp => on(verb, step_up::step_up),
            Self::StepUpKey => on(verb, step_up::key),
            Self::RegisterForm => on(verb, register::form_page),
            Self::Register => on(verb, register::register),
            Self::InvitationForm => on(verb, register::invitation_page),
            Self::Invitation => on(verb, register::invitation),
            Self::RegistrationPage => on(verb, mailed::registration_page),
            Self::Registration => on(verb, mailed::registration),
            Self::AddressPage => on(verb, mailed::address_page),
            Self::Address => on(verb, mailed::address),
            Self::ResetForm => on(verb, reset::form_page),
            Self::Reset => on(verb, reset::request),
            Self::NewPasswordForm => on(verb, reset::new_password_page),
            Self::NewPassword => on(verb, reset::new_password),
            Self::NewPasswordKey => on(verb, reset::key),
        }
    }
}

/// What the forms of a second factor send; one of the methods is filled in.
#[derive(Default, Deserialize)]
struct TypedFactor {
    #[serde(default)]
    code: String,
    #[serde(default, rename = "recovery-code")]
    recovery_code: String,
    #[serde(default)]
    ceremony: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    remember: String,
    #[serde(default)]
    next: String,
}

impl TypedFactor {
    /// A recovery code is told from a code of an authenticator by its form.
    fn proof(&self) -> FactorProof {
        if !self.ceremony.is_empty() {
            return FactorProof::SecurityKey { ceremony: self.ceremony.clone(), answer: self.answer.clone() };
        }
        let is_recovery = domain::recovery::RecoveryCode::parse(&self.code).is_some();
        match (self.recovery_code.is_empty(), is_recovery) {
            (false, _) => FactorProof::RecoveryCode(self.recovery_code.clone()),
            (true, true) => FactorProof::RecoveryCode(self.code.clone()),
            (true, false) => FactorProof::Totp(self.code.clone()),
        }
    }

    /// The field that a refused proof stood in; none for a security key.
    fn field(&self, asks_totp: bool) -> Option<&'static str> {
        match (self.ceremony.is_empty(), self.recovery_code.is_empty() || !asks_totp) {
            (false, _) => None,
            (true, true) => Some("code"),
            (true, false) => Some("recovery-code"),
        }
    }
}

/// Somebody is signed in now: the cookies, and the page to go to.
fn opened(state: &SiteState, visit: &Visit, opened: &Opened) -> Result<Response, Problem> {
    let path = opened.return_to.as_deref().unwrap_or(form::ACCOUNT_PATH);
    let mut response = form::see_other(state, path)?;
    visit.opened(&mut response, opened);
    Ok(response)
}

/// The first half of a ceremony, for the script of the page.
fn ceremony(begun: Begun) -> Response {
    Json(json!({ "ceremony": begun.ceremony, "options": begun.options })).into_response()
}
