//! The last step of enrolling a factor of any kind.

use super::{Change, TwoFactorRefused, details_of, end_other_sessions, record};
use crate::Ctx;
use domain::{
    Failure,
    events::EventTag,
    ids::AccountId,
    permission::Actor,
    two_factor::{FactorKind, FactorName, MOST_FACTORS},
    visitor::Visitor,
};
use store::{Read, Write, two_factor::Standing};
use templates::mail::{FactorMethod, MailMessage};
use uuid::Uuid;

/// A factor just enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    pub id: Uuid,
    pub kind: FactorKind,
    pub name: String,
    /// Otherwise it counts as soon as a recovery code is burned.
    pub is_active: bool,
}

/// Refuses a name that a factor of the account has, and one factor too many.
pub(super) async fn require_room(
    read: &mut Read,
    account: AccountId,
    standing: Standing,
    name: &FactorName,
) -> Result<(), Failure<TwoFactorRefused>> {
    if MOST_FACTORS <= usize::try_from(standing.all()).unwrap_or(usize::MAX) {
        return Err(TwoFactorRefused::TooMany.into());
    }
    if store::two_factor::name_is_taken(read, account, name).await? {
        return Err(TwoFactorRefused::NameTaken { name: name.as_ref().to_owned() }.into());
    }
    Ok(())
}

/// Records a factor whose row was written, and ends what was signed in without it.
pub(super) async fn record_enrolled(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    visitor: &Visitor,
    account: AccountId,
    enrolled: &Enrolled,
) -> anyhow::Result<()> {
    let mut details = details_of(enrolled.kind, &enrolled.name);
    details["active"] = enrolled.is_active.into();
    let mail = Some(MailMessage::FactorAdded { method: method_of(enrolled.kind), name: enrolled.name.clone() });
    let (tag, visitor) = (EventTag::FactorAdded, Some(visitor));
    record(ctx, write, Change { account, actor: actor.account(), visitor, tag, details, mail }).await?;
    end_other_sessions(write, account, actor).await
}

/// The kind of a factor as mails name it.
pub(super) const fn method_of(kind: FactorKind) -> FactorMethod {
    match kind {
        FactorKind::Totp => FactorMethod::Totp,
        FactorKind::SecurityKey => FactorMethod::SecurityKey,
        FactorKind::Passkey => FactorMethod::Passkey,
    }
}
