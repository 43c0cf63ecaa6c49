//! Who changes the addresses of an account: its owner, with a session that was stepped up.

use super::AddressRefused;
use crate::{Ctx, guard, visits};
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    accounts::EmailAddress,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::{Action, Actor},
    visitor::Visitor,
};
use serde_json::{Value, json};
use store::{Read, Write, addresses::AddressRow};

/// The account of a session that may change credentials.
pub(super) async fn owner(
    read: &mut Read,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<AccountId, Failure<AddressRefused>> {
    guard::owner(read, actor, Action::ManageAddresses, now).await.map_err(Failure::widen)
}

/// The row of an address, if it is the account's own.
pub(super) async fn own_row(
    read: &mut Read,
    account: AccountId,
    address: &EmailAddress,
) -> Result<AddressRow, Failure<AddressRefused>> {
    let row = store::addresses::by_address(read, address).await?;
    let own = row.filter(|row| row.account_id == account.0);
    own.ok_or_else(|| AddressRefused::Unknown { address: address.to_string() }.into())
}

/// An event of the account about one of its addresses.
pub(super) async fn record(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: AccountId,
    tag: EventTag,
    address: &str,
) -> anyhow::Result<()> {
    record_with(ctx, write, visitor, account, tag, json!({ "email": address })).await
}

pub(super) async fn record_with(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: AccountId,
    tag: EventTag,
    details: Value,
) -> anyhow::Result<()> {
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account),
        tag,
        actor: Some(account),
        details: visits::details(ctx, visitor, details),
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
