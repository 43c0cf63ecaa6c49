//! Samples of the pages of the way in.

use super::entry::{
    CeremonyForm, DevicePage, EntryForm, EntryNotice, EntryNoticePage, FactorPage, FactorPurpose, LinkPurpose,
    MailedLinkPage, NewPasswordPage, RegisterPage, ResetRequestPage, SignInPage,
};
use crate::Language;
use crate::context::layout::{Layout, ReaderContext};
use crate::context::mandate::MandateNotice;
use crate::context::samples;
use crate::context::setup::{FieldProblem, HiddenField};

pub(super) fn sign_in(language: Language) -> Vec<SignInPage> {
    let fresh = SignInPage {
        layout: layout(language),
        form: form("/account/sign-in/"),
        username: String::new(),
        passkey: Some(CeremonyForm {
            begin_url: "/account/passkey/begin".to_owned(),
            form: form("/account/passkey/finish"),
        }),
    };
    let returned = SignInPage {
        form: with_problems(fresh.form.clone(), &[None, Some("username"), Some("password")]),
        username: "ada\"<".to_owned(),
        passkey: None,
        ..fresh.clone()
    };
    vec![fresh, returned]
}

pub(super) fn factor(language: Language) -> Vec<FactorPage> {
    let everything = FactorPage {
        layout: layout(language),
        form: with_problems(form("/account/sign-in/factor/"), &[None, Some("code")]),
        purpose: FactorPurpose::SignIn,
        asks_password: false,
        asks_totp: true,
        key_begin_url: Some("/account/sign-in/factor/key".to_owned()),
        notice: None,
    };
    let [_, _, notice, to_show] = MandateNotice::samples();
    let reader = Some(ReaderContext {
        username: "ada".to_owned(),
        csrf_token: "4f1c".to_owned(),
        is_operator: true,
        mandate: Some(notice),
    });
    let only_key = FactorPage { form: form("/account/sign-in/factor/"), asks_totp: false, ..everything.clone() };
    let step_up = FactorPage {
        layout: Layout { reader, ..layout(language) },
        form: form("/account/step-up/"),
        purpose: FactorPurpose::StepUp,
        key_begin_url: None,
        notice: Some(to_show),
        ..everything.clone()
    };
    let password = FactorPage {
        form: with_problems(step_up.form.clone(), &[Some("password")]),
        asks_password: true,
        asks_totp: false,
        ..step_up.clone()
    };
    vec![everything, only_key, step_up, password]
}

pub(super) fn device(language: Language) -> Vec<DevicePage> {
    let fresh = DevicePage { layout: layout(language), form: form("/account/sign-in/device/") };
    let returned = DevicePage { form: with_problems(fresh.form.clone(), &[None, Some("code")]), ..fresh.clone() };
    vec![fresh, returned]
}

pub(super) fn mailed_link(language: Language) -> Vec<MailedLinkPage> {
    let page = |purpose| MailedLinkPage {
        layout: layout(language),
        form: form("/account/verify-address/x"),
        purpose,
        username: "ada".to_owned(),
        address: "ada@people.example".to_owned(),
    };
    [LinkPurpose::Registration, LinkPurpose::Address, LinkPurpose::Device].map(page).into()
}

pub(super) fn register(language: Language) -> Vec<RegisterPage> {
    let fresh = RegisterPage {
        layout: layout(language),
        form: form("/account/register/"),
        username: String::new(),
        email: String::new(),
        is_invited: false,
    };
    let returned = RegisterPage {
        form: with_problems(fresh.form.clone(), &[None, Some("username"), Some("email"), Some("password")]),
        username: "ada\"<".to_owned(),
        email: "nowhere".to_owned(),
        ..fresh.clone()
    };
    let invited = RegisterPage { email: "ada@people.example".to_owned(), is_invited: true, ..fresh.clone() };
    vec![fresh, returned, invited]
}

pub(super) fn reset_request(language: Language) -> Vec<ResetRequestPage> {
    let fresh = ResetRequestPage { layout: layout(language), form: form("/account/reset/"), username: String::new() };
    let returned = ResetRequestPage { form: with_problems(fresh.form.clone(), &[Some("username")]), ..fresh.clone() };
    vec![fresh, returned]
}

pub(super) fn new_password(language: Language) -> Vec<NewPasswordPage> {
    let plain = NewPasswordPage {
        layout: layout(language),
        form: form("/account/reset-password/x"),
        username: "ada".to_owned(),
        asks_code: false,
        key_begin_url: None,
    };
    let guarded = NewPasswordPage {
        form: with_problems(plain.form.clone(), &[None, Some("password"), Some("code")]),
        asks_code: true,
        key_begin_url: Some("/account/reset-password/x/key".to_owned()),
        ..plain.clone()
    };
    vec![plain, guarded]
}

pub(super) fn notice(language: Language) -> Vec<EntryNoticePage> {
    use EntryNotice::{
        AddressVerified, DeviceElsewhere, PasswordSet, RegistrationClosed, RegistrationInvite, RegistrationMailed,
        ResetMailed,
    };
    let page = |notice| EntryNoticePage { layout: layout(language), notice, address: "ada@people.example".to_owned() };
    let notices = [
        RegistrationMailed,
        ResetMailed,
        PasswordSet,
        AddressVerified,
        DeviceElsewhere,
        RegistrationClosed,
        RegistrationInvite,
    ];
    notices.map(page).into()
}

fn layout(language: Language) -> Layout {
    Layout { canonical_url: None, is_indexable: false, ..samples::layout(language, "/account/") }
}

fn form(action_url: &str) -> EntryForm {
    let hidden = |name: &str, value: &str| HiddenField { name: name.to_owned(), value: value.to_owned() };
    EntryForm {
        action_url: action_url.to_owned(),
        hidden_fields: vec![hidden("csrf_token", "4f1c\"<"), hidden("next", "/account/tokens/")],
        problems: Vec::new(),
    }
}

fn with_problems(form: EntryForm, fields: &[Option<&str>]) -> EntryForm {
    let problem = |field: &Option<&str>| FieldProblem {
        field: field.map(str::to_owned),
        message: "This does not fit: `x`".to_owned(),
    };
    EntryForm { problems: fields.iter().map(problem).collect(), ..form }
}
