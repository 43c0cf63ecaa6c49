//! Making an account by command: its address counts as verified.

use crate::{Ctx, passwords};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::{
    Failure, Kind, Refusal,
    accounts::{EmailAddress, EmailAddressError, Username, UsernameError},
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    keys::{KeyId, Purpose},
    passwords::PasswordRefused,
    permission::Actor,
    recovery::{CODES, RecoveryCode},
    two_factor::TotpSecret,
};
use serde_json::json;
use store::{Write, transaction};
use uuid::Uuid;

/// What an account is made of.
#[derive(Clone)]
pub struct NewAccount {
    pub username: Username,
    pub email: EmailAddress,
    pub password: Option<String>,
    pub superuser: bool,
    /// Enrols a TOTP secret and makes recovery codes.
    pub totp: bool,
}

/// An account just made; URI and codes are shown once and never again.
#[derive(Clone, Debug)]
pub struct CreatedAccount {
    pub id: AccountId,
    pub username: Username,
    pub otpauth_uri: Option<String>,
    /// Without the first one, which is burned already.
    pub recovery_codes: Vec<String>,
}

/// Why no account is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateAccountRefused {
    #[error("Accounts are made by an operator, on the command line")]
    NotOperator,
    #[error(transparent)]
    Username(#[from] UsernameError),
    #[error(transparent)]
    Address(#[from] EmailAddressError),
    #[error("The user name is taken, or was by an account that is deleted: `{username}`; choose another")]
    UsernameTaken { username: String },
    #[error("The user name is prohibited or looks like one that is taken: `{username}`; choose another")]
    UsernameUnavailable { username: String },
    #[error("An account has this e-mail address already: `{address}`; use another")]
    AddressTaken { address: String },
    #[error(transparent)]
    Password(#[from] PasswordRefused),
}

impl Refusal for CreateAccountRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotOperator => Kind::Forbidden,
            Self::UsernameTaken { .. } | Self::UsernameUnavailable { .. } | Self::AddressTaken { .. } => Kind::Conflict,
            Self::Password(refusal) => refusal.kind(),
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOperator => "account-not-operator",
            Self::Username(UsernameError::Length(..)) => "username-length",
            Self::Username(UsernameError::Characters(_)) => "username-characters",
            Self::Address(_) => "address-invalid",
            Self::UsernameTaken { .. } => "username-taken",
            Self::UsernameUnavailable { .. } => "username-unavailable",
            Self::AddressTaken { .. } => "address-taken",
            Self::Password(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOperator | Self::Address(_) => Vec::new(),
            Self::Username(UsernameError::Length(username, length)) => {
                vec![("username", username.clone()), ("length", length.to_string())]
            }
            Self::Username(UsernameError::Characters(username))
            | Self::UsernameTaken { username }
            | Self::UsernameUnavailable { username } => {
                vec![("username", username.clone())]
            }
            Self::AddressTaken { address } => vec![("address", address.clone())],
            Self::Password(refusal) => refusal.parameters(),
        }
    }
}

impl NewAccount {
    /// A person's account without password, factor or rights, from typed text.
    ///
    /// # Errors
    /// A refusal for a user name or an address that is none.
    pub fn parse(username: &str, email: &str) -> Result<Self, CreateAccountRefused> {
        let (username, email) = (username.parse()?, email.parse()?);
        Ok(Self { username, email, password: None, superuser: false, totp: false })
    }
}

/// Without the password.
impl std::fmt::Debug for NewAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewAccount").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Makes an account with a verified address, and on request its second factor.
pub async fn create(
    ctx: &Ctx,
    actor: &Actor,
    account: NewAccount,
) -> Result<CreatedAccount, Failure<CreateAccountRefused>> {
    if !matches!(actor, Actor::Operator) {
        return Err(CreateAccountRefused::NotOperator.into());
    }
    let prepared = prepare(ctx, account, None).await?;
    transaction!(ctx.db, |write| -> Result<(), Failure<CreateAccountRefused>> {
        insert(write, &prepared).await?;
        Ok(())
    })?;
    Ok(prepared.created())
}

/// An account before its transaction: hashed, sealed, with all its ids.
pub(crate) struct Prepared {
    id: AccountId,
    username: Username,
    email: EmailAddress,
    password_hash: Option<String>,
    superuser: bool,
    factor: Option<PreparedFactor>,
    address_id: Uuid,
    event_id: Uuid,
    at: DateTime<Utc>,
}

/// An authenticator that has shown a code of its secret already.
pub(crate) struct ProvedTotp {
    pub(crate) secret: TotpSecret,
    /// The step of that code, which is used up by it.
    pub(crate) step: i64,
}

struct PreparedFactor {
    id: Uuid,
    key_id: KeyId,
    sealed: Vec<u8>,
    last_step: i64,
    otpauth_uri: String,
    codes: Vec<(Uuid, RecoveryCode)>,
}

impl Prepared {
    pub(crate) const fn id(&self) -> AccountId {
        self.id
    }

    pub(crate) fn created(self) -> CreatedAccount {
        let (otpauth_uri, codes) = self.factor.map(|factor| (factor.otpauth_uri, factor.codes)).unzip();
        let codes: Vec<(Uuid, RecoveryCode)> = codes.unwrap_or_default();
        CreatedAccount {
            id: self.id,
            username: self.username,
            otpauth_uri,
            recovery_codes: codes.iter().skip(1).map(|(_, code)| code.to_string()).collect(),
        }
    }
}

/// Everything that takes time or randomness, before the transaction.
pub(crate) async fn prepare(
    ctx: &Ctx,
    account: NewAccount,
    proved: Option<ProvedTotp>,
) -> Result<Prepared, Failure<CreateAccountRefused>> {
    let password_hash = match account.password {
        Some(password) => {
            let inputs = [account.username.as_ref(), account.email.as_ref()];
            passwords::check_new(ctx, &password, &inputs).await.map_err(Failure::widen)?;
            let hashed = passwords::hash(ctx, &password).await;
            Some(hashed.map_err(Failure::widen::<PasswordRefused>).map_err(Failure::widen)?)
        }
        None => None,
    };
    let factor = match account.totp {
        true => Some(prepare_factor(ctx, &account.username, proved)?),
        false => None,
    };
    Ok(Prepared {
        id: AccountId(ctx.id()),
        username: account.username,
        email: account.email,
        password_hash,
        superuser: account.superuser,
        factor,
        address_id: ctx.id(),
        event_id: ctx.id(),
        at: ctx.now(),
    })
}

fn prepare_factor(ctx: &Ctx, username: &Username, proved: Option<ProvedTotp>) -> anyhow::Result<PreparedFactor> {
    let (id, ring) = (ctx.id(), ctx.keys.load());
    let ProvedTotp { secret, step } =
        proved.unwrap_or_else(|| ProvedTotp { secret: TotpSecret::new(ctx.random_bytes()), step: 0 });
    Ok(PreparedFactor {
        last_step: step,
        id,
        key_id: ring.current_id(),
        sealed: ring.seal(Purpose::TotpSecrets, id, ctx.random_bytes(), secret.as_bytes()),
        otpauth_uri: secret
            .otpauth_uri(&ctx.settings.site_name, username.as_ref())
            .context("the address of a TOTP secret could not be made")?,
        codes: (0..CODES).map(|_| (ctx.id(), RecoveryCode::new(ctx.random_bytes()))).collect(),
    })
}

/// Writes a prepared account, its factor and its event.
pub(crate) async fn insert(write: &mut Write, account: &Prepared) -> Result<(), Failure<CreateAccountRefused>> {
    let username = || account.username.to_string();
    if store::accounts::username_is_taken(write, &account.username).await? {
        return Err(CreateAccountRefused::UsernameTaken { username: username() }.into());
    }
    // As at registration, but for names like `admin`: operators may be called what they are.
    if store::registration::username_looks_taken(write, &account.username, &account.email, account.at).await? {
        return Err(CreateAccountRefused::UsernameUnavailable { username: username() }.into());
    }
    if store::accounts::address_is_taken(write, &account.email).await? {
        return Err(CreateAccountRefused::AddressTaken { address: account.email.to_string() }.into());
    }
    let row = store::accounts::NewAccount {
        id: account.id,
        username: &account.username,
        password_hash: account.password_hash.as_deref(),
        superuser: account.superuser,
        address_id: account.address_id,
        address: &account.email,
        address_verified_at: Some(account.at),
        created_at: account.at,
    };
    store::accounts::insert(write, &row).await?;
    if let Some(factor) = &account.factor {
        insert_factor(write, account, factor).await?;
    }
    let event = NewEvent {
        id: account.event_id,
        subject: Subject::Account(account.id),
        tag: EventTag::AccountCreated,
        actor: None,
        details: json!({
            "email": account.email.as_ref(),
            "superuser": account.superuser,
            "second_factor": account.factor.as_ref().map(|_| "totp"),
        }),
        at: account.at,
    };
    store::events::record(write, &event).await?;
    Ok(())
}

async fn insert_factor(write: &mut Write, account: &Prepared, factor: &PreparedFactor) -> anyhow::Result<()> {
    let totp = store::two_factor::NewTotp {
        id: factor.id,
        account: account.id,
        name: "totp",
        key_id: factor.key_id,
        sealed: &factor.sealed,
        last_step: factor.last_step,
        // The first recovery code is burned in the same Write.
        active_at: Some(account.at),
        created_at: account.at,
    };
    store::two_factor::insert_totp(write, &totp).await?;
    for (index, (id, code)) in factor.codes.iter().enumerate() {
        let code = store::recovery::NewCode {
            id: *id,
            account: account.id,
            hash: &code.hash(account.id),
            // Whoever uses one code at once has seen where they are.
            burned_at: (index == 0).then_some(account.at),
            created_at: account.at,
        };
        store::recovery::insert(write, &code).await?;
    }
    Ok(())
}
