//! Beginning a sign-in: the user name and the password.
//!
//! Whatever is wrong, the answer is the same and costs the same: an unknown account
//! costs one hash. What is said about an account is said only to who knows its password.

use super::{
    Browser, Step,
    device::{Unconfirmed, must_confirm, wait_for_mail},
    open::{Opening, open},
    refusal::SignInRefused,
};
use crate::{Ctx, limits, links, mail, passwords, visits};
use anyhow::{Context as _, Result};
use domain::{
    Failure,
    accounts::{Account, AccountState, EmailAddress, Username},
    events::{EventTag, NewEvent, Subject},
    limits::{Limit, Recognition},
    links::LinkKind,
    sessions::{FACTOR_STAGE_LIFETIME, SessionSecret, SignInMethod},
    urls::safe_return,
};
use serde_json::json;
use store::{
    Write,
    sessions::{
        devices::Device,
        sign_ins::{SignIn, Stage},
    },
    transaction,
};
use templates::mail::MailMessage;

/// What the form of the sign-in page holds.
#[derive(Clone)]
pub struct Credentials {
    pub username: String,
    pub password: String,
    /// Where to go afterwards; anything but a path of ours is left out.
    pub return_to: Option<String>,
}

/// Without the password.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Credentials").field("username", &self.username).finish_non_exhaustive()
    }
}

/// The account of a user name, with what the password step needs.
struct Known {
    account: Account,
    hash: String,
    disabled_for: Option<String>,
}

/// Checks user name and password, and opens the session or says what comes next.
pub async fn begin(ctx: &Ctx, browser: &Browser, typed: Credentials) -> Result<Step, Failure<SignInRefused>> {
    let address = &browser.visitor.address;
    // By the name that was typed, so that names without an account are no different.
    let name_key = typed.username.trim().to_ascii_lowercase();
    let guess = limits::reserve(ctx, Limit::SignInPerAddress, address).await.map_err(SignInRefused::from)?;
    let judged = judge(ctx, browser, &typed, &name_key).await;
    guess.settle(&judged);
    let (known, new_hash) = judged?;
    may_sign_in(ctx, browser, &known, &typed.password).await?;
    go_on(ctx, browser, &known, new_hash, typed.return_to.as_deref().and_then(safe_return)).await
}

/// Whose user name and password it is, with a better hash where the stored one is old.
async fn judge(
    ctx: &Ctx,
    browser: &Browser,
    typed: &Credentials,
    name_key: &str,
) -> Result<(Known, Option<String>), Failure<SignInRefused>> {
    // One at a time for one name: what is counted for it needs no reservation.
    let _turn = ctx.soft.sessions.turn(name_key).await;
    let known = known(ctx, &typed.username).await?;
    let recognition = recognition(ctx, browser, known.as_ref()).await?;
    limits::check_recognised(ctx, Limit::SignInPerAccount, name_key, recognition).map_err(SignInRefused::from)?;
    let verified = match &known {
        Some(known) => passwords::verify(ctx, &known.hash, &typed.password).await.map_err(Failure::widen)?,
        None => {
            passwords::dummy(ctx, &typed.password).await.map_err(Failure::widen)?;
            passwords::Verified::Wrong
        }
    };
    match (known, verified) {
        (Some(known), passwords::Verified::Right { new_hash }) => Ok((known, new_hash)),
        (known, _) => {
            limits::note(ctx, Limit::SignInPerAccount, name_key);
            if let Some(known) = known {
                limits::note_failure(ctx, known.account.id, EventTag::SignInFailed, &browser.visitor);
            }
            Err(SignInRefused::Wrong.into())
        }
    }
}

/// The account of what was typed; none for one without a password, and for deleted ones.
async fn known(ctx: &Ctx, typed: &str) -> Result<Option<Known>> {
    let Ok(username) = typed.trim().parse::<Username>() else {
        return Ok(None);
    };
    let mut read = ctx.db.read().await?;
    let account = store::accounts::by_username(&mut read, &username).await?;
    let Some(account) = account.filter(|account| account.state != AccountState::Deleted) else {
        return Ok(None);
    };
    let line = store::sessions::password(&mut read, account.id).await?;
    Ok(line.password_hash.map(|hash| Known { account, hash, disabled_for: line.password_disabled_for }))
}

/// Whether the browser is a remembered device of the account.
async fn recognition(ctx: &Ctx, browser: &Browser, known: Option<&Known>) -> Result<Recognition> {
    let Some(known) = known else {
        return Ok(Recognition::Stranger);
    };
    let mut read = ctx.db.read().await?;
    let device = store::sessions::devices::known(&mut read, known.account.id, &browser.devices.hashes()).await?;
    Ok(match device.is_some_and(|device| device.is_remembered(ctx.now())) {
        true => Recognition::Recognised,
        false => Recognition::Stranger,
    })
}

/// What stops somebody who knows the password.
async fn may_sign_in(
    ctx: &Ctx,
    browser: &Browser,
    known: &Known,
    password: &str,
) -> Result<(), Failure<SignInRefused>> {
    let username = known.account.username.clone();
    match known.account.state {
        AccountState::Active => {}
        AccountState::Frozen => return Err(SignInRefused::AccountFrozen { username }.into()),
        AccountState::Disabled | AccountState::Deleted => {
            return Err(SignInRefused::AccountDisabled { username }.into());
        }
    }
    match known.disabled_for.as_deref() {
        Some("compromised") => return Err(SignInRefused::PasswordCompromised.into()),
        Some(_) => return Err(SignInRefused::PasswordToReset.into()),
        None => {}
    }
    if passwords::is_compromised(ctx, password).await.map_err(Failure::widen)? {
        disable(ctx, browser, known).await?;
        return Err(SignInRefused::PasswordCompromised.into());
    }
    Ok(())
}

/// Takes a password that strangers know out of use, and mails the way to a new one.
async fn disable(ctx: &Ctx, browser: &Browser, known: &Known) -> Result<()> {
    let account = known.account.id;
    transaction!(ctx.db, |write| {
        let line = store::sessions::password(write, account).await?;
        // Changed or disabled by somebody else in the meantime.
        if line.password_hash.as_ref() != Some(&known.hash) || line.password_disabled_for.is_some() {
            return Ok(());
        }
        store::sessions::set_password_disabled(write, account, Some("compromised")).await?;
        store::sessions::end_all_but(write, account, None).await?;
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Account(account),
            tag: EventTag::PasswordDisabled,
            actor: None,
            details: visits::details(ctx, &browser.visitor, json!({ "reason": "compromised" })),
            at: ctx.now(),
        };
        store::events::record(write, &event).await?;
        mail_reset_links(ctx, write, known).await
    })
}

/// One link for each verified address; a link proves the address that it was sent to.
async fn mail_reset_links(ctx: &Ctx, write: &mut Write, known: &Known) -> Result<()> {
    let language = mail::language_of(write, known.account.id).await?;
    for line in store::accounts::addresses(write, known.account.id).await? {
        if line.verified_at.is_none() {
            continue;
        }
        let address: EmailAddress = line.address.parse().context("a stored address is none")?;
        let new_link = links::NewLink {
            kind: LinkKind::ResetPassword,
            account: Some(known.account.id),
            address: Some(&address),
            payload: json!({}),
        };
        let link = links::make(ctx, write, &new_link).await?;
        let recipient = mail::Recipient { account: Some(known.account.id), address, language };
        let message = MailMessage::PasswordCompromised { link };
        mail::enqueue(ctx, write, &recipient, &templates::mail::Mail::new(message), None).await?;
    }
    Ok(())
}

/// The password is right: opens the session, or writes what the sign-in waits for.
async fn go_on(
    ctx: &Ctx,
    browser: &Browser,
    known: &Known,
    new_hash: Option<String>,
    return_to: Option<String>,
) -> Result<Step, Failure<SignInRefused>> {
    let account = known.account.id;
    transaction!(ctx.db, |write| -> Result<Step, Failure<SignInRefused>> {
        let line = store::sessions::password(write, account).await?;
        // The password was changed while this one was being checked.
        if line.password_hash.as_ref() != Some(&known.hash) {
            return Err(SignInRefused::Wrong.into());
        }
        if let Some(new_hash) = &new_hash {
            store::accounts::set_password(write, account, new_hash).await?;
        }
        let device = store::sessions::devices::known(write, account, &browser.devices.hashes()).await?;
        let standing = store::two_factor::standing(write, account).await?;
        let remembered = device.as_ref().filter(|device| device.is_remembered(ctx.now())).cloned();
        match (standing.is_required(), remembered) {
            (true, Some(device)) => opened(ctx, write, browser, account, Some(device), return_to.clone()).await,
            (true, None) => Ok(ask_for_factor(ctx, write, browser, account, return_to.clone()).await?),
            (false, _) if device.is_some() || !must_confirm(write, account).await? => {
                opened(ctx, write, browser, account, device, return_to.clone()).await
            }
            (false, _) => {
                let unconfirmed = Unconfirmed {
                    account,
                    method: SignInMethod::Password,
                    remember: false,
                    return_to: return_to.clone(),
                };
                wait_for_mail(ctx, write, browser, unconfirmed).await
            }
        }
    })
}

async fn opened(
    ctx: &Ctx,
    write: &mut Write,
    browser: &Browser,
    account: domain::ids::AccountId,
    device: Option<Device>,
    return_to: Option<String>,
) -> Result<Step, Failure<SignInRefused>> {
    let strength = device.as_ref().filter(|device| device.is_remembered(ctx.now())).and_then(|device| device.strength);
    let method = if strength.is_some() { SignInMethod::RememberedDevice } else { SignInMethod::Password };
    // Somebody without a verified address is let in, but proves nothing about the browser.
    let opening =
        Opening { browser, account, method, strength, device, makes_known: false, remember: false, return_to };
    Ok(Step::Opened(open(ctx, write, opening).await?))
}

async fn ask_for_factor(
    ctx: &Ctx,
    write: &mut Write,
    browser: &Browser,
    account: domain::ids::AccountId,
    return_to: Option<String>,
) -> Result<Step> {
    let (now, secret) = (ctx.now(), SessionSecret::new(ctx.random_bytes()));
    let sign_in = SignIn {
        id: ctx.id(),
        hash: secret.hash(),
        account,
        stage: Stage::Factor,
        method: None,
        remember: false,
        return_to,
        link_hash: None,
        code_hash: None,
        code_attempts: 0,
        confirmed_at: None,
        network: browser.visitor.network.clone(),
        user_agent: browser.visitor.user_agent.clone(),
        created_at: now,
        expires_at: now + FACTOR_STAGE_LIFETIME,
    };
    store::sessions::sign_ins::insert(write, &sign_in).await?;
    Ok(Step::Factor { secret })
}
