//! Registering: the answer is the same whether the address has an account or not.

use super::{
    open_account::{Opening, RegisteredAccount, open_account},
    refusal::RegisterRefused,
};
use crate::{
    Ctx, limits,
    links::{self, NewLink},
    mail::{self, Recipient},
    passwords, switches, visits,
};
use domain::{
    Failure,
    accounts::{EmailAddress, Username},
    ids::AccountId,
    limits::Limit,
    links::LinkKind,
    registration::{MailDomain, RegistrationMode},
    switches::{Closable, Surge},
    visitor::Visitor,
};
use serde::{Deserialize, Serialize};
use store::{Read, Write, transaction};
use templates::{Language, mail::MailMessage};

/// What the form of a registration holds.
#[derive(Clone)]
pub struct NewRegistration {
    pub username: Username,
    pub address: EmailAddress,
    pub password: String,
    /// The end of an invitation's URL; the account gets the invited address.
    pub invitation: Option<String>,
    /// In which the person reads the page.
    pub language: Language,
}

/// What became of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A mail is on its way; what it says only its reader learns.
    CheckMail,
    /// Made at once: the invitation has proved the address.
    Account(RegisteredAccount),
}

/// What waits in a link until the account is made.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) username: String,
    /// As it was typed; the link holds it in lower case.
    pub(super) address: String,
    /// In the PHC string format.
    pub(super) password_hash: String,
    pub(super) via: String,
    pub(super) language: String,
}

impl NewRegistration {
    /// A registration from typed text.
    ///
    /// # Errors
    /// A refusal for a user name or an address that is none.
    pub fn parse(username: &str, address: &str, password: &str) -> Result<Self, RegisterRefused> {
        let (username, address) = (username.trim().parse()?, address.trim().parse()?);
        let (password, language) = (password.to_owned(), Language::default());
        Ok(Self { username, address, password, invitation: None, language })
    }
}

/// Without the password.
impl std::fmt::Debug for NewRegistration {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewRegistration").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Asks for an account, or with an invitation makes it.
///
/// A free address and a used one get the same answer at the same cost: one hash, one
/// mail. The owner of a used address hears of the attempt.
pub async fn register(
    ctx: &Ctx,
    visitor: &Visitor,
    asked: NewRegistration,
) -> Result<Registered, Failure<RegisterRefused>> {
    // An invitation is its own limit: many people of one office may have one each.
    let mail_key = asked.address.normalized();
    if asked.invitation.is_none() {
        limits::check(ctx, Limit::EmailAdd, &visitor.address).map_err(RegisterRefused::from)?;
        limits::check(ctx, Limit::EmailVerify, &mail_key).map_err(RegisterRefused::from)?;
    }
    let (asked, mode) = admit(ctx, asked).await?;
    let inputs = [asked.username.as_ref(), asked.address.as_ref()];
    passwords::check_new(ctx, &asked.password, &inputs).await.map_err(Failure::widen)?;
    let password_hash = passwords::hash(ctx, &asked.password)
        .await
        .map_err(Failure::widen::<domain::passwords::PasswordRefused>)
        .map_err(Failure::widen)?;
    let registered = match &asked.invitation {
        Some(secret) => accept(ctx, visitor, &asked, secret, password_hash).await?,
        None => {
            limits::take(ctx, Limit::EmailAdd, &visitor.address).map_err(RegisterRefused::from)?;
            limits::take(ctx, Limit::EmailVerify, &mail_key).map_err(RegisterRefused::from)?;
            wait(ctx, visitor, &asked, mode, password_hash).await?;
            Registered::CheckMail
        }
    };
    switches::note(ctx, Surge::Registrations);
    Ok(registered)
}

/// Everything that costs no hash: the mode, the invitation, the domain and the name.
async fn admit(
    ctx: &Ctx,
    mut asked: NewRegistration,
) -> Result<(NewRegistration, RegistrationMode), Failure<RegisterRefused>> {
    let mut read = ctx.db.read().await?;
    switches::require_open(&mut read, Closable::Register).await.map_err(Failure::widen)?;
    let rule = store::registration::rule(&mut read).await?;
    if let Some(secret) = &asked.invitation {
        rule.admit_invited().map_err(RegisterRefused::from)?;
        let link = links::look(ctx, LinkKind::Invitation, secret).await.map_err(Failure::widen)?;
        asked.address = link.address.ok_or_else(|| anyhow::anyhow!("an invitation holds no address"))?;
    } else {
        rule.admit(&asked.address).map_err(RegisterRefused::from)?;
        check_domain(&mut read, &asked.address).await?;
    }
    check_username(&mut read, ctx, &asked.username, &asked.address).await?;
    Ok((asked, rule.mode))
}

/// Refuses an address of a domain that is disposable or prohibited.
pub(super) async fn check_domain(read: &mut Read, address: &EmailAddress) -> Result<(), Failure<RegisterRefused>> {
    let domain = MailDomain::of(address);
    match domain.is_disposable() || store::registration::domain_is_prohibited(read, &domain).await? {
        true => Err(RegisterRefused::Domain { domain: domain.to_string() }.into()),
        false => Ok(()),
    }
}

async fn check_username(
    read: &mut Read,
    ctx: &Ctx,
    username: &Username,
    address: &EmailAddress,
) -> Result<(), Failure<RegisterRefused>> {
    match store::registration::username_is_unavailable(read, username, address, ctx.now()).await? {
        true => Err(RegisterRefused::UsernameUnavailable { username: username.to_string() }.into()),
        false => Ok(()),
    }
}

/// With an invitation: the account is made at once.
async fn accept(
    ctx: &Ctx,
    visitor: &Visitor,
    asked: &NewRegistration,
    secret: &str,
    password_hash: String,
) -> Result<Registered, Failure<RegisterRefused>> {
    let (now, id) = (ctx.now(), AccountId(ctx.id()));
    let opening = Opening {
        id,
        username: &asked.username,
        address: &asked.address,
        password_hash: &password_hash,
        via: RegistrationMode::Invite.as_str(),
        language: asked.language,
    };
    let account: Result<RegisteredAccount, Failure<RegisterRefused>> = transaction!(ctx.db, |write| {
        links::consume(write, LinkKind::Invitation, secret, now).await.map_err(Failure::widen)?;
        check_username(write, ctx, &asked.username, &asked.address).await?;
        open_account(ctx, write, visitor, &opening).await
    });
    Ok(Registered::Account(account?))
}

/// Without one: the name is kept, and a mail goes out whatever the address is.
async fn wait(
    ctx: &Ctx,
    visitor: &Visitor,
    asked: &NewRegistration,
    mode: RegistrationMode,
    password_hash: String,
) -> Result<(), Failure<RegisterRefused>> {
    let waiting = Waiting {
        username: asked.username.to_string(),
        address: asked.address.to_string(),
        password_hash,
        via: mode.as_str().to_owned(),
        language: asked.language.code().to_owned(),
    };
    let until = ctx.now() + LinkKind::Registration.lifetime();
    transaction!(ctx.db, |write| {
        switches::require_open(write, Closable::Register).await.map_err(Failure::widen)?;
        check_username(write, ctx, &asked.username, &asked.address).await?;
        store::registration::reserve_username(write, &asked.username, &asked.address, until).await?;
        send(ctx, write, visitor, asked, &waiting).await?;
        Ok(())
    })
}

async fn send(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    asked: &NewRegistration,
    waiting: &Waiting,
) -> anyhow::Result<()> {
    let owner = store::addresses::by_address(write, &asked.address).await?;
    let (account, message) = match owner {
        Some(row) => (Some(AccountId(row.account_id)), MailMessage::AddressInUse),
        None => {
            let link = NewLink {
                kind: LinkKind::Registration,
                account: None,
                address: Some(&asked.address),
                payload: serde_json::to_value(waiting)?,
            };
            (None, MailMessage::VerifyAddress { link: links::make(ctx, write, &link).await? })
        }
    };
    let language = match account {
        Some(account) => mail::language_of(write, account).await?,
        None => asked.language,
    };
    let recipient = Recipient { account, address: asked.address.clone(), language };
    mail::enqueue(ctx, write, &recipient, &visits::mail(message, visitor), None).await?;
    Ok(())
}

/// The language of a stored tag.
pub(super) fn language(code: &str) -> Language {
    Language::ALL.into_iter().find(|language| language.code() == code).unwrap_or_default()
}
