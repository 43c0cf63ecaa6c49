//! What people and operators see of the programmes.

use super::seal;
use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    giveaway::{ClaimFacts, Programme, Window},
    ids::AccountId,
};
use store::{Read, giveaway::Stock};

/// A programme as somebody sees it.
#[derive(Clone)]
pub struct Offer {
    pub programme: Programme,
    pub window: Window,
    pub is_code_left: bool,
    /// How the reader stands to it; nothing for a stranger.
    pub facts: Option<ClaimFacts>,
    /// The code that the reader has claimed.
    pub code: Option<String>,
}

/// Without the code.
impl std::fmt::Debug for Offer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { programme, window, is_code_left, facts, code } = self;
        formatter
            .debug_struct("Offer")
            .field("programme", programme)
            .field("window", window)
            .field("is_code_left", is_code_left)
            .field("facts", facts)
            .field("has_code", &code.is_some())
            .finish()
    }
}

/// A programme with its stock, as an operator sees it.
#[derive(Clone, Debug)]
pub struct Stocked {
    pub programme: Programme,
    pub window: Window,
    pub stock: Stock,
}

/// The programmes that are not over, and those of which the reader has a code; the newest first.
pub async fn offers(ctx: &Ctx, reader: Option<AccountId>) -> Result<Vec<Offer>> {
    let now = ctx.now();
    let mut read = ctx.db.read().await?;
    let mut offers = Vec::new();
    for programme in store::giveaway::programmes(&mut read).await? {
        let window = programme.terms.window(now);
        let code = match reader {
            Some(account) => store::giveaway::claimed_by(&mut read, programme.id, account).await?,
            None => None,
        };
        if window == Window::After && code.is_none() {
            continue;
        }
        let facts = match reader {
            Some(account) => Some(facts(&mut read, &programme, account, now).await?),
            None => None,
        };
        let is_code_left = store::giveaway::is_code_left(&mut read, programme.id).await?;
        let code = code.map(|code| seal::open(&ctx.keys.load(), &code)).transpose()?;
        offers.push(Offer { programme, window, is_code_left, facts, code });
    }
    Ok(offers)
}

/// Every programme with its stock, the newest first.
pub async fn stocked(read: &mut Read, now: DateTime<Utc>) -> Result<Vec<Stocked>> {
    let mut stocked = Vec::new();
    for programme in store::giveaway::programmes(read).await? {
        let stock = store::giveaway::stock(read, programme.id).await?;
        stocked.push(Stocked { window: programme.terms.window(now), programme, stock });
    }
    Ok(stocked)
}

/// What the rule of eligibility takes of an account.
pub(super) async fn facts(
    read: &mut Read,
    programme: &Programme,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<ClaimFacts> {
    let standing = store::giveaway::standing(read, account).await?;
    Ok(ClaimFacts {
        window: programme.terms.window(now),
        has_critical_role: standing.has_critical_role,
        has_key: standing.has_key,
        has_claimed: store::giveaway::claimed_by(read, programme.id, account).await?.is_some(),
        is_code_left: store::giveaway::is_code_left(read, programme.id).await?,
    })
}
