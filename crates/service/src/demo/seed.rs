//! Filling an empty index.

use super::{
    giveaway::{self, GiveawayCode},
    plan::{DemoSize, Plan},
    releases, snapshots,
    write::{self, Sealed},
};
use crate::{Ctx, passwords};
use domain::{
    Failure, Kind, Refusal,
    downloads::Day,
    events::{EventTag, NewEvent, Subject},
};
use serde_json::json;
use store::transaction;

/// Characters of the password that all accounts share.
const PASSWORD_BYTES: usize = 12;

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Accounts,
    Projects,
    Downloads,
    Figures,
}

/// What a synthetic index holds.
#[derive(Clone)]
pub struct Seeded {
    pub accounts: u64,
    pub with_second_factor: u64,
    pub with_totp: u64,
    pub with_webauthn: u64,
    pub projects: u64,
    pub roles: u64,
    pub segments: u64,
    pub security_keys_given: u64,
    /// Of every account, shown only now.
    pub password: String,
    /// The first account with an authenticator, and its secret; shown only now.
    pub first_with_totp: Option<(String, String)>,
}

/// Why nothing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoRefused {
    #[error(
        "The index holds accounts, projects or downloads already; a synthetic one is made in a fresh data folder, \
         or in an empty database"
    )]
    NotEmpty,
    #[error("There is nobody to keep the projects: 0 accounts; ask for at least one")]
    NobodyKeeps,
}

impl Refusal for DemoRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotEmpty => Kind::Conflict,
            Self::NobodyKeeps => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotEmpty => "demo-not-empty",
            Self::NobodyKeeps => "demo-nobody-keeps",
        }
    }
}

/// Without the password and the secret.
impl std::fmt::Debug for Seeded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (accounts, projects) = (self.accounts, self.projects);
        formatter.debug_struct("Seeded").field("accounts", &accounts).field("projects", &projects).finish()
    }
}

/// Fills an empty index; the same size and number on the same day make the same one, but
/// for the password and what is sealed.
///
/// It is one transaction: interrupted, it leaves an empty index. Nobody else works on
/// an index that is empty, so that its length hurts nobody.
pub async fn seed(
    ctx: &Ctx,
    size: DemoSize,
    progress: impl Fn(Stage, u64, u64) + Send + Sync,
) -> Result<Seeded, Failure<DemoRefused>> {
    if size.accounts == 0 && size.projects > 0 {
        return Err(DemoRefused::NobodyKeeps.into());
    }
    if !store::demo::is_empty(&mut ctx.db.read().await?).await? {
        return Err(DemoRefused::NotEmpty.into());
    }
    let password = hex::encode(ctx.random_bytes::<PASSWORD_BYTES>());
    let password_hash = passwords::hash(ctx, &password)
        .await
        .map_err(|failure| anyhow::anyhow!("The password could not be hashed: {failure}"))?;
    let plan = Plan::new(size, Day::from(ctx.now()))?;
    let sealed = Sealed::of(ctx, &plan)?;
    let codes: Vec<GiveawayCode> = giveaway::codes(ctx, &plan);
    let written: Result<(u64, u64), Failure<DemoRefused>> = transaction!(ctx.db, |write| {
        if !store::demo::is_empty(write).await? {
            return Err(DemoRefused::NotEmpty.into());
        }
        write::accounts(write, &plan, &sealed, &password_hash, &progress).await?;
        let roles = write::projects(write, &plan, &progress).await?;
        releases::write(write, &plan).await?;
        let segments = write::downloads(write, &plan, &progress).await?;
        snapshots::write(write, &plan, &progress).await?;
        giveaway::write(ctx, write, &plan, &codes).await?;
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Operator,
            tag: EventTag::DemoSeeded,
            actor: None,
            details: json!({ "projects": size.projects, "accounts": size.accounts, "seed": size.seed }),
            at: ctx.now(),
        };
        store::events::record(write, &event).await?;
        Ok((roles, segments))
    });
    let (roles, segments) = written?;
    Ok(Seeded {
        accounts: u64::from(size.accounts),
        with_second_factor: plan.factors.distinct() as u64,
        with_totp: plan.factors.totp.len() as u64,
        with_webauthn: plan.factors.keys.len() as u64,
        projects: u64::from(size.projects),
        roles,
        segments,
        security_keys_given: codes.len() as u64,
        password,
        first_with_totp: sealed.first,
    })
}
