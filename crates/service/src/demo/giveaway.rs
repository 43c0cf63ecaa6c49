//! Security keys that were given away: each account with one claimed a code.

use super::{chance::About, plan::Plan};
use crate::Ctx;
use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    giveaway::{DEFAULT_COUNTRIES, Programme, Terms, TypedTerms},
    ids::ProgrammeId,
    keys::{KeyId, Purpose},
};
use store::{Write, demo::claim_code, giveaway::NewCode};
use uuid::Uuid;

/// Days that the programme has been open.
const OPEN_FOR: TimeDelta = TimeDelta::days(150);

/// A claimed code, sealed before the transaction.
#[derive(Debug)]
pub(super) struct GiveawayCode {
    id: Uuid,
    account: Uuid,
    key_id: KeyId,
    sealed: Vec<u8>,
    hash: String,
    claimed_at: DateTime<Utc>,
}

/// One code for each account with a security key.
pub(super) fn codes(ctx: &Ctx, plan: &Plan) -> Vec<GiveawayCode> {
    let ring = ctx.keys.load_full();
    let count = i32::try_from(plan.factors.keys.len()).unwrap_or(i32::MAX).max(1);
    let code = |(index, account): (i32, &u32)| {
        let number = u64::from(*account);
        let claimed_at = opened_at(plan) + OPEN_FOR * index / count;
        let id = plan.chance.id(About::CodeId, number, opened_at(plan));
        let text = format!("DEMO-{:016X}-{number:05}", plan.chance.number(About::Code, number));
        GiveawayCode {
            id,
            account: plan.account_id(*account),
            key_id: ring.current_id(),
            sealed: ring.seal(Purpose::GiveawayCodes, id, ctx.random_bytes(), text.as_bytes()),
            hash: ring.sign(Purpose::GiveawayCodes, text.as_bytes()),
            claimed_at,
        }
    };
    (0..).zip(&plan.factors.keys).map(code).collect()
}

/// Writes the programme and its codes, all of them claimed.
pub(super) async fn write(ctx: &Ctx, write: &mut Write, plan: &Plan, codes: &[GiveawayCode]) -> Result<()> {
    if codes.is_empty() {
        return Ok(());
    }
    let typed = TypedTerms {
        title: "Security keys for maintainers".to_owned(),
        vendor: "Keysmith".to_owned(),
        vendor_url: "https://keys.example/".to_owned(),
        opens_at: Some(opened_at(plan)),
        closes_at: Some(opened_at(plan) + OPEN_FOR * 2),
        countries: DEFAULT_COUNTRIES.join(" "),
        keys_per_code: "1".to_owned(),
    };
    let terms = Terms::parse(&typed).context("The terms of the programme")?;
    let programme = Programme { id: ProgrammeId(ctx.id()), terms };
    store::giveaway::insert_programme(write, &programme, None, opened_at(plan)).await?;
    for code in codes {
        let row = NewCode {
            id: code.id,
            programme: programme.id,
            key_id: code.key_id,
            sealed: &code.sealed,
            hash: &code.hash,
            imported_at: opened_at(plan),
        };
        store::giveaway::insert_code(write, &row).await?;
        claim_code(write, code.id, code.account, code.claimed_at).await?;
    }
    Ok(())
}

fn opened_at(plan: &Plan) -> DateTime<Utc> {
    plan.today.start() - OPEN_FOR
}
