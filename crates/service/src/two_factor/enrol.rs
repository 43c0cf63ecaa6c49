//! The last step of enrolling a factor of any kind.

use super::{Change, TwoFactorRefused, details_of, end_other_sessions, record};
use crate::{Ctx, sessions::strengthen};
use domain::{
    Failure,
    events::EventTag,
    ids::AccountId,
    permission::Actor,
    sessions::{SessionSecret, SignInMethod},
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
    /// What the cookie of the session holds from now on: it has shown the factor.
    pub session: Option<SessionSecret>,
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
///
/// The first answer of the factor counts as the second factor of the session that enrols it.
pub(super) async fn record_enrolled(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    visitor: &Visitor,
    account: AccountId,
    enrolled: &mut Enrolled,
) -> anyhow::Result<()> {
    let mut details = details_of(enrolled.kind, &enrolled.name);
    details["active"] = enrolled.is_active.into();
    let mail = Some(MailMessage::FactorAdded { method: method_of(enrolled.kind), name: enrolled.name.clone() });
    let (tag, from) = (EventTag::FactorAdded, Some(visitor));
    record(ctx, write, Change { account, actor: actor.account(), visitor: from, tag, details, mail }).await?;
    end_other_sessions(write, account, actor).await?;
    enrolled.session = strengthen(ctx, write, visitor, actor, sign_in_method_of(enrolled.kind)).await?;
    Ok(())
}

/// How whoever shows a factor of this kind signs in.
pub(super) const fn sign_in_method_of(kind: FactorKind) -> SignInMethod {
    match kind {
        FactorKind::Totp => SignInMethod::Totp,
        FactorKind::SecurityKey => SignInMethod::SecurityKey,
        FactorKind::Passkey => SignInMethod::Passkey,
    }
}

/// The kind of a factor as mails name it.
pub(super) const fn method_of(kind: FactorKind) -> FactorMethod {
    match kind {
        FactorKind::Totp => FactorMethod::Totp,
        FactorKind::SecurityKey => FactorMethod::SecurityKey,
        FactorKind::Passkey => FactorMethod::Passkey,
    }
}
