//! Opening a session: the end of every way to sign in.

use super::{Browser, Opened};
use crate::{Ctx, recovery_cases, visits};
use anyhow::Result;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    mandate::Strength,
    recovery_cases::CancelCause,
    refusal::Never,
    sessions::{REMEMBERED_LIFETIME, Session, SessionSecret, SignInMethod},
};
use serde_json::json;
use store::{Write, sessions::devices::Device, transaction};
use uuid::Uuid;

/// What a session is opened with.
pub(super) struct Opening<'a> {
    pub(super) browser: &'a Browser,
    pub(super) account: AccountId,
    pub(super) method: SignInMethod,
    /// That of a remembered device, beside what the method shows itself.
    pub(super) strength: Option<Strength>,
    /// The device, where the browser is known to the account.
    pub(super) device: Option<Device>,
    /// Whether the browser, if unknown, becomes known.
    pub(super) makes_known: bool,
    /// Whether the second factor is left out on this device from now on.
    pub(super) remember: bool,
    pub(super) return_to: Option<String>,
}

/// Opens a session for somebody who just proved to be that account in another act.
///
/// For the ends of registration ([`SignInMethod::Password`]) and of the first setup
/// ([`SignInMethod::Setup`]); the browser becomes a known device.
pub async fn open_after(
    ctx: &Ctx,
    browser: &Browser,
    account: AccountId,
    method: SignInMethod,
) -> Result<Opened, Failure<Never>> {
    transaction!(ctx.db, |write| {
        let opening = Opening {
            browser,
            account,
            method,
            strength: None,
            device: None,
            makes_known: true,
            remember: false,
            return_to: None,
        };
        Ok(open(ctx, write, opening).await?)
    })
}

/// Writes the session under a secret of its own, and ends the one that it replaces.
pub(super) async fn open(ctx: &Ctx, write: &mut Write, opening: Opening<'_>) -> Result<Opened> {
    let (now, visitor) = (ctx.now(), &opening.browser.visitor);
    if let Some(replaced) = &opening.browser.session {
        store::sessions::end(write, &replaced.hash()).await?;
    }
    let (device, devices) = device(ctx, write, &opening).await?;
    let secret = SessionSecret::new(ctx.random_bytes());
    let session = Session {
        id: ctx.id(),
        hash: secret.hash(),
        account: opening.account,
        method: opening.method,
        strength: opening.method.strength().max(opening.strength),
        stepped_up_at: opening.method.steps_up().then_some(now),
        device,
        network: visitor.network.clone(),
        user_agent: visitor.user_agent.clone(),
        signed_in_at: now,
        last_seen_at: now,
        expires_at: now + ctx.settings.session_lifetimes.absolute,
    };
    store::sessions::insert(write, &session).await?;
    let details = json!({ "method": session.method, "session": session.id, "device": device });
    record(ctx, write, &opening, EventTag::SignedIn, details).await?;
    // Who can sign in needs no recovery: the owner thereby objects to one.
    recovery_cases::cancel_of(ctx, write, opening.account, CancelCause::BySignIn).await?;
    Ok(Opened {
        account: opening.account,
        method: opening.method,
        session: secret,
        session_id: session.id,
        devices,
        return_to: opening.return_to,
    })
}

/// The device of the session, and the secrets of the browser with it.
async fn device(
    ctx: &Ctx,
    write: &mut Write,
    opening: &Opening<'_>,
) -> Result<(Option<Uuid>, domain::sessions::DeviceSecrets)> {
    let (now, visitor, known) = (ctx.now(), &opening.browser.visitor, &opening.browser.devices);
    let remembered = opening.method.strength().filter(|_| opening.remember && is_rememberable(opening.method));
    let until = now + REMEMBERED_LIFETIME;
    let (id, devices) = match &opening.device {
        Some(device) => {
            store::sessions::devices::seen(write, device.id, &visitor.network, now).await?;
            if let Some(strength) = remembered {
                store::sessions::devices::remember(write, device.id, strength, until).await?;
            }
            (device.id, known.clone())
        }
        None if opening.makes_known => {
            let secret = SessionSecret::new(ctx.random_bytes());
            let device = Device {
                id: ctx.id(),
                account: opening.account,
                hash: secret.hash(),
                label: visitor.device(),
                network: visitor.network.clone(),
                strength: remembered,
                confirmed_at: now,
                remembered_until: remembered.map(|_| until),
                last_seen_at: now,
            };
            store::sessions::devices::insert(write, &device).await?;
            (device.id, known.with(secret))
        }
        None => return Ok((None, known.clone())),
    };
    if remembered.is_some() {
        record(ctx, write, opening, EventTag::DeviceRemembered, json!({ "device": id, "until": until })).await?;
    }
    Ok((Some(id), devices))
}

/// A recovery code is for emergencies, and a passkey needs no password to leave out.
const fn is_rememberable(method: SignInMethod) -> bool {
    matches!(method, SignInMethod::Totp | SignInMethod::SecurityKey)
}

async fn record(
    ctx: &Ctx,
    write: &mut Write,
    opening: &Opening<'_>,
    tag: EventTag,
    details: serde_json::Value,
) -> Result<()> {
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(opening.account),
        tag,
        actor: Some(opening.account),
        details: visits::details(ctx, &opening.browser.visitor, details),
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
