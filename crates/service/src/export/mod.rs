//! Everything that is known about an account, as one JSON object.

use crate::{
    Ctx,
    guard::{self, GuardRefused},
    tokens, visits,
};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::{Action, Actor},
    visitor::Visitor,
};
use serde_json::{Map, Value, json};
use store::{Read, transaction};

/// Gathers what is known about whoever is signed in; the log says that it was asked.
///
/// Neither secrets nor hashes are in it: a copy that is lost opens nothing.
pub async fn export(ctx: &Ctx, actor: &Actor, visitor: &Visitor) -> Result<Value, Failure<GuardRefused>> {
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        let account = guard::owner(write, actor, Action::ReadAccount, now).await?;
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(account),
            tag: EventTag::AccountExported,
            actor: Some(account),
            details: visits::details(ctx, visitor, json!({})),
            at: now,
        };
        store::events::record(write, &event).await?;
        let mut object = Map::new();
        object.insert("exported_at".to_owned(), json!(now));
        object.extend(who(write, account).await?);
        object.extend(credentials(write, account).await?);
        object.extend(history(write, account).await?);
        object.extend(by_others(write, account).await?);
        Ok(Value::Object(object))
    })
}

async fn who(read: &mut Read, id: AccountId) -> anyhow::Result<Map<String, Value>> {
    let account = store::export::account(read, id).await?;
    let addresses = store::addresses::of(read, id).await?;
    let roles = store::accounts::roles(read, id).await?;
    let object = json!({
        "account": {
            "id": account.id,
            "username": account.username,
            "has_password": account.has_password,
            "operator": account.superuser,
            "state": account.state,
            "language": account.language,
            "registered_via": account.registered_via,
            "deletion_at": account.deletion_at,
            "publish_held_until": account.publish_held_until,
            "created_at": account.created_at,
        },
        "addresses": addresses.iter().map(|it| json!({
            "address": it.address,
            "primary": it.is_primary,
            "public": it.is_public,
            "verified_at": it.verified_at,
            "unverified_reason": it.unverified_reason,
            "created_at": it.created_at,
        })).collect::<Vec<_>>(),
        "roles": roles.iter().map(|(project, role)| json!({
            "project": project, "role": role.as_str(),
        })).collect::<Vec<_>>(),
    });
    Ok(members(object))
}

async fn credentials(read: &mut Read, id: AccountId) -> anyhow::Result<Map<String, Value>> {
    let factors = store::export::factors(read, id).await?;
    let left = store::recovery::left(read, id).await?;
    let held = store::tokens::list_of(read, id).await?;
    let sessions = store::sessions::of(read, id).await?;
    let devices = store::sessions::devices::of(read, id).await?;
    let object = json!({
        "second_factors": factors.iter().map(|it| json!({
            "kind": it.kind,
            "name": it.name,
            "active_at": it.active_at,
            "last_used_at": it.last_used_at,
            "created_at": it.created_at,
        })).collect::<Vec<_>>(),
        "recovery_codes_left": left,
        "tokens": held.iter().map(|it| json!({
            "id": it.id,
            "name": it.name,
            "projects": tokens::projects(it),
            "created_at": it.created_at,
            "expires_at": it.expires_at,
            "last_used_at": it.last_used_at,
            "revoked_at": it.revoked_at,
        })).collect::<Vec<_>>(),
        "sessions": sessions.iter().map(|it| json!({
            "method": it.method,
            "network": it.network,
            "user_agent": it.user_agent,
            "signed_in_at": it.signed_in_at,
            "last_seen_at": it.last_seen_at,
        })).collect::<Vec<_>>(),
        "devices": devices.iter().map(|it| json!({
            "name": it.label,
            "network": it.network,
            "confirmed_at": it.confirmed_at,
            "remembered_until": it.remembered_until,
            "last_seen_at": it.last_seen_at,
        })).collect::<Vec<_>>(),
    });
    Ok(members(object))
}

async fn history(read: &mut Read, id: AccountId) -> anyhow::Result<Map<String, Value>> {
    let events = store::export::events(read, id).await?;
    let journal = store::export::journal(read, id).await?;
    let uploads = store::export::uploads(read, id).await?;
    let mails = store::export::mails(read, id).await?;
    let claims = store::giveaway::claims_of(read, id).await?;
    let object = json!({
        "events": events.iter().map(|it| json!({
            "about": it.subject_kind, "tag": it.tag, "details": without_hash(&it.details.0), "at": it.at,
        })).collect::<Vec<_>>(),
        "journal": journal.iter().map(|it| json!({
            "serial": it.serial,
            "project": it.project_name,
            "version": it.version,
            "action": it.action,
            "at": it.at,
        })).collect::<Vec<_>>(),
        "uploads": uploads.iter().map(|(filename, at)| json!({
            "filename": filename, "at": at,
        })).collect::<Vec<_>>(),
        "security_key_codes": claims.iter().map(|(programme, at)| json!({
            "programme": programme, "claimed_at": at,
        })).collect::<Vec<_>>(),
        "mails": mails.iter().map(|it| json!({
            "kind": it.kind,
            "address": it.address,
            "subject": it.subject,
            "state": it.state,
            "at": it.created_at,
        })).collect::<Vec<_>>(),
    });
    Ok(members(object))
}

/// What operators and other people did that concerns the account.
async fn by_others(read: &mut Read, id: AccountId) -> anyhow::Result<Map<String, Value>> {
    let recoveries = store::export::recoveries(read, id).await?;
    let vouchings = store::export::vouchings(read, id).await?;
    let named = store::export::named(read, id).await?;
    let object = json!({
        "recovery_cases": recoveries.iter().map(|it| json!({
            "state": it.state,
            "contact": it.contact,
            "reason": it.reason,
            "network": it.network,
            "opened_at": it.opened_at,
            "closed_at": it.closed_at,
            "closed_because": it.closed_because,
        })).collect::<Vec<_>>(),
        "asked_to_vouch": vouchings.iter().map(|it| json!({
            "for": it.username,
            "vouched_at": it.proved_at,
            "refused_at": it.refuted_at,
            "asked_at": it.created_at,
        })).collect::<Vec<_>>(),
        "named_in_mandates": named.iter().map(|it| json!({
            "strength": it.strength,
            "reason": it.reason,
            "since": it.created_at,
            "ended_at": it.ended_at,
        })).collect::<Vec<_>>(),
    });
    Ok(members(object))
}

fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The hash of an address is of use to the index alone.
fn without_hash(details: &Value) -> Value {
    let mut details = details.clone();
    if let Some(object) = details.as_object_mut() {
        object.remove("address_hash");
    }
    details
}
