//! Answering the mail to a new device, in the browser that asked.
//!
//! The link alone opens nothing: without the cookie of the sign-in that waits, it only
//! says where to type the code. Whoever was tricked into asking holds no such cookie.

use super::{
    Browser, Opened,
    open::{Opening, open},
    refusal::SignInRefused,
    second_factor::{active, at_stage},
};
use crate::{Ctx, limits, visits};
use anyhow::Result;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    limits::Limit,
    sessions::{DEVICE_CODE_ATTEMPTS, DeviceCode, SessionSecret, SignInMethod},
};
use serde_json::json;
use store::{
    Write,
    sessions::sign_ins::{self, SignIn, Stage},
    transaction,
};

/// What the page of a mailed link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceLink {
    /// The browser is the one that asked: a button confirms.
    Here,
    /// The code is to be typed in the browser that asked.
    Elsewhere,
    /// Used, expired or none.
    NotOpen,
}

/// Looks at a mailed link for its page; uses nothing up.
pub async fn look_at_device_link(ctx: &Ctx, link: &str, sign_in: Option<&str>) -> Result<DeviceLink> {
    let Some(link) = SessionSecret::parse(link) else {
        return Ok(DeviceLink::NotOpen);
    };
    let found = sign_ins::by_link(&mut ctx.db.read().await?, &link.hash(), ctx.now()).await?;
    let own = sign_in.and_then(SessionSecret::parse).map(|secret| secret.hash());
    Ok(match found {
        None => DeviceLink::NotOpen,
        Some(found) if Some(&found.hash) == own.as_ref() => DeviceLink::Here,
        Some(_) => DeviceLink::Elsewhere,
    })
}

/// Opens the session by the button of the mailed link's page.
pub async fn confirm_by_link(
    ctx: &Ctx,
    browser: &Browser,
    sign_in: Option<&str>,
    link: &str,
) -> Result<Opened, Failure<SignInRefused>> {
    match look_at_device_link(ctx, link, sign_in).await? {
        DeviceLink::Here => {}
        DeviceLink::Elsewhere => return Err(SignInRefused::DeviceLinkElsewhere.into()),
        DeviceLink::NotOpen => return Err(SignInRefused::DeviceLinkNotOpen.into()),
    }
    let waiting = at_stage(ctx, sign_in.unwrap_or_default(), Stage::Device).await?;
    confirmed(ctx, browser, &waiting, "link").await
}

/// Opens the session by the mail's code, typed into the page that waits.
pub async fn confirm_by_code(
    ctx: &Ctx,
    browser: &Browser,
    sign_in: &str,
    code: &str,
) -> Result<Opened, Failure<SignInRefused>> {
    let waiting = at_stage(ctx, sign_in, Stage::Device).await?;
    let guess = limits::reserve(ctx, Limit::SecondFactorPerAddress, &browser.visitor.address);
    let guess = guess.await.map_err(SignInRefused::from)?;
    let code = DeviceCode::parse(code).map(|code| code.hash(waiting.id));
    if code.is_some() && code == waiting.code_hash && waiting.code_attempts < DEVICE_CODE_ATTEMPTS {
        guess.give_back();
        return confirmed(ctx, browser, &waiting, "code").await;
    }
    limits::note_failure(ctx, waiting.account, EventTag::SignInFailed, &browser.visitor);
    Err(wrong_code(ctx, &waiting).await?.into())
}

/// Opens the session after an operator confirmed it for somebody without mail.
pub async fn resume(ctx: &Ctx, browser: &Browser, sign_in: &str) -> Result<Opened, Failure<SignInRefused>> {
    let waiting = at_stage(ctx, sign_in, Stage::Device).await?;
    if waiting.confirmed_at.is_none() {
        return Err(SignInRefused::DeviceNotConfirmed.into());
    }
    confirmed(ctx, browser, &waiting, "operator").await
}

/// Counts a wrong code; after the last one the sign-in is over.
async fn wrong_code(ctx: &Ctx, waiting: &SignIn) -> Result<SignInRefused> {
    let attempts = transaction!(ctx.db, |write| -> Result<i32> {
        let attempts = sign_ins::count_attempt(write, waiting.id).await?;
        if attempts.is_none_or(|attempts| DEVICE_CODE_ATTEMPTS <= attempts) {
            sign_ins::take(write, waiting.id).await?;
        }
        Ok(attempts.unwrap_or(DEVICE_CODE_ATTEMPTS))
    })?;
    Ok(match DEVICE_CODE_ATTEMPTS - attempts {
        left @ 1.. => SignInRefused::DeviceCodeWrong { left },
        _ => SignInRefused::Over,
    })
}

/// Takes the sign-in and opens its session, on a device that is known from now on.
async fn confirmed(
    ctx: &Ctx,
    browser: &Browser,
    waiting: &SignIn,
    by: &'static str,
) -> Result<Opened, Failure<SignInRefused>> {
    transaction!(ctx.db, |write| -> Result<Opened, Failure<SignInRefused>> {
        // Read again: the last wrong code may have been typed meanwhile.
        let still = sign_ins::by_hash(write, &waiting.hash, ctx.now()).await?;
        let is_open = still.is_some_and(|still| still.code_attempts < DEVICE_CODE_ATTEMPTS);
        // Of any number of confirmations at once, one finds the sign-in.
        if !is_open || !sign_ins::take(write, waiting.id).await? {
            return Err(SignInRefused::Over.into());
        }
        active(write, waiting.account).await?;
        record(ctx, write, browser, waiting, by).await?;
        let opening = Opening {
            browser,
            account: waiting.account,
            method: waiting.method.unwrap_or(SignInMethod::Password),
            strength: None,
            device: None,
            makes_known: true,
            remember: waiting.remember,
            return_to: waiting.return_to.clone(),
        };
        Ok(open(ctx, write, opening).await?)
    })
}

async fn record(ctx: &Ctx, write: &mut Write, browser: &Browser, waiting: &SignIn, by: &str) -> Result<()> {
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(waiting.account),
        tag: EventTag::DeviceConfirmed,
        actor: Some(waiting.account),
        details: visits::details(ctx, &browser.visitor, json!({ "by": by, "sign_in": waiting.id })),
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
