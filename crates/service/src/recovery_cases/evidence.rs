//! What the requester shows: a repository to look into, a co-owner to ask.
//!
//! The program fetches no address that somebody typed; an operator looks.

use super::{RecoveryCaseRefused, link::find};
use crate::{Ctx, mail, visits};
use anyhow::Context as _;
use domain::{
    Failure,
    accounts::{AccountState, Username},
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    recovery_cases::{
        CaseAct, CaseActRefused, CaseState, EvidenceKind, IDLE_PERIOD, MOST_EVIDENCE, RecoveryLinkKind, vouch_path,
    },
    visitor::Visitor,
};
use serde_json::json;
use store::{
    Write,
    recovery_cases::{self, CaseRow, evidence::NewEvidence},
    transaction,
};
use templates::mail::{MailLink, MailMessage};
use url::Url;
use uuid::Uuid;

/// Characters that the address of a repository may have.
const LONGEST_URL: usize = 300;

/// Names a repository in which the requester places the text of the case.
pub async fn name_repository(
    ctx: &Ctx,
    visitor: &Visitor,
    secret: &str,
    typed: &str,
) -> Result<(), Failure<RecoveryCaseRefused>> {
    let url = repository(typed)?;
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryCaseRefused>> {
        let case = open_case(ctx, write, secret).await?;
        add(ctx, write, visitor, &case, EvidenceKind::Repository, &url, None).await?;
        Ok(())
    })
}

/// Names a co-owner, who is asked by mail to vouch.
pub async fn name_voucher(
    ctx: &Ctx,
    visitor: &Visitor,
    secret: &str,
    typed: &str,
) -> Result<(), Failure<RecoveryCaseRefused>> {
    let typed = typed.trim();
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryCaseRefused>> {
        let case = open_case(ctx, write, secret).await?;
        let no_co_owner =
            || RecoveryCaseRefused::NoCoOwner { username: typed.chars().take(Username::LONGEST).collect() };
        let username: Username = typed.parse().map_err(|_| no_co_owner())?;
        let found = store::accounts::by_username(write, &username).await?;
        let Some(voucher) = found.filter(|voucher| voucher.state == AccountState::Active) else {
            return Err(no_co_owner().into());
        };
        let is_self = voucher.id == case.account();
        if is_self || !recovery_cases::evidence::is_co_owner(write, voucher.id, case.account()).await? {
            return Err(no_co_owner().into());
        }
        let id = add(ctx, write, visitor, &case, EvidenceKind::Voucher, &voucher.username, Some(voucher.id)).await?;
        let link = MailLink {
            url: ctx.settings.urls.absolute(&vouch_path(id)),
            expires: case.waits_until.max(ctx.now()) + IDLE_PERIOD,
        };
        let message = MailMessage::RecoveryVouch { link, person: case.username.clone() };
        mail::to_all_verified(ctx, write, voucher.id, &visits::mail(message, visitor)).await?;
        Ok(())
    })
}

/// The case behind the requester's link, touched, if evidence may still be added.
async fn open_case(ctx: &Ctx, write: &mut Write, secret: &str) -> Result<CaseRow, Failure<RecoveryCaseRefused>> {
    let link = find(write, RecoveryLinkKind::Request, secret, ctx.now()).await?;
    let id = link.case_id.ok_or(RecoveryCaseRefused::Act(CaseActRefused::Ended))?;
    let case = recovery_cases::get(write, id).await?.context("the case of a link is gone")?;
    permits(ctx, write, &case, CaseAct::AddEvidence).await?;
    Ok(case)
}

/// Lets an act on a case pass, and notes that somebody moved it.
pub(super) async fn permits(
    ctx: &Ctx,
    write: &mut Write,
    case: &CaseRow,
    act: CaseAct,
) -> Result<(), Failure<RecoveryCaseRefused>> {
    let now = ctx.now();
    let state = CaseState::at(&case.state, case.waits_until, now).context("a case holds an unknown state")?;
    state.permits(act).map_err(RecoveryCaseRefused::from)?;
    // Of two acts at once, the later one waits here; the engine runs it again on what is then.
    if state.is_open() && !recovery_cases::touch(write, case.id, now).await? {
        return Err(RecoveryCaseRefused::Act(CaseActRefused::Ended).into());
    }
    Ok(())
}

async fn add(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    case: &CaseRow,
    kind: EvidenceKind,
    statement: &str,
    voucher: Option<AccountId>,
) -> Result<Uuid, Failure<RecoveryCaseRefused>> {
    let (now, id) = (ctx.now(), ctx.id());
    let earlier = recovery_cases::evidence::of(write, case.id).await?;
    let of_kind: Vec<_> = earlier.iter().filter(|row| row.kind == kind.as_str()).collect();
    if of_kind.iter().any(|row| row.statement == statement) {
        return Err(RecoveryCaseRefused::NamedAlready { statement: statement.to_owned() }.into());
    }
    if MOST_EVIDENCE <= of_kind.len() {
        return Err(RecoveryCaseRefused::TooMuch { most: MOST_EVIDENCE }.into());
    }
    let new = NewEvidence { id, case: case.id, kind, statement, voucher, proved_at: None, created_at: now };
    recovery_cases::evidence::insert(write, &new).await?;
    let details = json!({ "case": case.id, "kind": kind.as_str(), "statement": statement });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(case.account()),
        tag: EventTag::RecoveryEvidenceAdded,
        actor: None,
        details: visits::details(ctx, visitor, details),
        at: now,
    };
    store::events::record(write, &event).await?;
    Ok(id)
}

/// The address of a repository, without anything that could be somebody's password.
fn repository(typed: &str) -> Result<String, RecoveryCaseRefused> {
    let typed = typed.trim();
    let refused = || RecoveryCaseRefused::RepositoryUrl { url: typed.chars().take(LONGEST_URL).collect() };
    let url = Url::parse(typed).map_err(|_| refused())?;
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    match is_plain && url.as_str().len() <= LONGEST_URL && url.host_str().is_some_and(|host| host.contains('.')) {
        true => Ok(url.into()),
        false => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_https_addresses_are_repositories() {
        assert_eq!(repository(" https://code.example/cheese ").unwrap(), "https://code.example/cheese");
        let long = format!("https://code.example/{}", "a".repeat(300));
        for typed in [
            "",
            "cheese",
            "http://code.example/cheese",
            "javascript:alert(1)",
            "https://ada:secret@code.example/",
            "https://localhost/",
            "ssh://git@code.example/cheese",
            &long,
        ] {
            assert!(repository(typed).is_err(), "{typed}");
        }
    }
}
