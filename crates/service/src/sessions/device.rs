//! An unknown device: the sign-in waits until a mail is answered.

use super::{Browser, Step, refusal::SignInRefused};
use crate::{Ctx, mail, visits};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use domain::{
    Failure,
    accounts::EmailAddress,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    limits::LimitRefused,
    sessions::{DEVICE_STAGE_LIFETIME, DeviceCode, SessionSecret, SignInMethod},
};
use serde_json::json;
use store::{
    Write,
    sessions::sign_ins::{self, SignIn, Stage},
};
use templates::mail::{MailLink, MailMessage};

/// Sign-ins of one account that wait for mails begun within [`MAILS_WITHIN`].
const MOST_WAITING: usize = 5;

const MAILS_WITHIN: TimeDelta = TimeDelta::minutes(15);

/// A sign-in that showed all but the device.
pub(super) struct Unconfirmed {
    pub(super) account: AccountId,
    pub(super) method: SignInMethod,
    pub(super) remember: bool,
    pub(super) return_to: Option<String>,
}

/// Whether a sign-in from an unknown device waits for somebody to confirm it.
///
/// Not for an account that has nothing to lose yet: no verified address, no second
/// factor, no role. There, nobody could be asked.
pub(super) async fn must_confirm(write: &mut Write, account: AccountId) -> Result<bool> {
    if !verified_addresses(write, account).await?.is_empty() {
        return Ok(true);
    }
    let has_factor = store::two_factor::standing(write, account).await?.is_required();
    Ok(has_factor || !store::accounts::roles(write, account).await?.is_empty())
}

/// Writes the sign-in that waits, and the mail with link and code to every verified address.
pub(super) async fn wait_for_mail(
    ctx: &Ctx,
    write: &mut Write,
    browser: &Browser,
    unconfirmed: Unconfirmed,
) -> Result<Step, Failure<SignInRefused>> {
    let (now, visitor, account) = (ctx.now(), &browser.visitor, unconfirmed.account);
    let waiting = sign_ins::waiting_for_device(write, account, now).await?;
    if MOST_WAITING <= waiting.iter().filter(|sign_in| now < sign_in.created_at + MAILS_WITHIN).count() {
        let retry_after = MAILS_WITHIN.num_seconds().unsigned_abs();
        return Err(SignInRefused::from(LimitRefused { retry_after }).into());
    }
    let (id, secret) = (ctx.id(), SessionSecret::new(ctx.random_bytes()));
    let (link, code) = (SessionSecret::new(ctx.random_bytes()), DeviceCode::new(ctx.random_bytes()));
    let expires = now + DEVICE_STAGE_LIFETIME;
    let sign_in = SignIn {
        id,
        hash: secret.hash(),
        account,
        stage: Stage::Device,
        method: Some(unconfirmed.method),
        remember: unconfirmed.remember,
        return_to: unconfirmed.return_to,
        link_hash: Some(link.hash()),
        code_hash: Some(code.hash(id)),
        code_attempts: 0,
        confirmed_at: None,
        network: visitor.network.clone(),
        user_agent: visitor.user_agent.clone(),
        created_at: now,
        expires_at: expires,
    };
    sign_ins::insert(write, &sign_in).await?;
    let details = json!({ "method": unconfirmed.method, "sign_in": id });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account),
        tag: EventTag::DeviceUnknown,
        actor: None,
        details: visits::details(ctx, visitor, details),
        at: now,
    };
    store::events::record(write, &event).await?;
    let message = MailMessage::NewDevice {
        link: MailLink { url: ctx.settings.urls.confirm_device(&link), expires },
        code: code.to_string(),
    };
    mail::to_all_verified(ctx, write, account, &visits::mail(message, visitor)).await?;
    Ok(Step::Device { secret })
}

async fn verified_addresses(write: &mut Write, account: AccountId) -> Result<Vec<EmailAddress>> {
    let lines = store::accounts::addresses(write, account).await?;
    let verified = lines.into_iter().filter(|line| line.verified_at.is_some());
    verified.map(|line| line.address.parse().context("a stored address is none")).collect()
}
