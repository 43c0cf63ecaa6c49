//! Importing the codes that a vendor sent.

use super::{GiveawayRefused, programme, seal};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    giveaway::{CodeList, Programme},
    ids::ProgrammeId,
    permission::{Action, Actor},
};
use serde_json::json;
use store::{Write, giveaway::NewCode, transaction};

/// What an import came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub programme: Programme,
    pub imported: usize,
    /// Lines with a code that an earlier line of the file has.
    pub repeated: usize,
    /// Codes that were imported before, into this or another programme.
    pub known: usize,
}

/// Imports a CSV file with the one column `code`, whole or not at all.
///
/// Without a programme, the codes are for the newest one that is not over; where there
/// is none, the default programme is made. A second import of the same file adds nothing.
pub async fn import_codes(
    ctx: &Ctx,
    actor: &Actor,
    programme: Option<ProgrammeId>,
    file: &[u8],
) -> Result<Imported, Failure<GiveawayRefused>> {
    let list = CodeList::parse(file).map_err(GiveawayRefused::from)?;
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<Imported, Failure<GiveawayRefused>> {
        permit(write, actor, Action::ManageGiveaway, now).await.map_err(Failure::widen)?;
        let programme = find(ctx, write, actor, programme).await?;
        let imported = keep(ctx, write, &programme, &list).await?;
        let known = list.codes.len() - imported;
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Operator,
            tag: EventTag::GiveawayCodesImported,
            actor: actor.account(),
            details: json!({
                "programme": programme.id, "imported": imported, "repeated": list.repeated, "known": known,
            }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(Imported { programme, imported, repeated: list.repeated, known })
    })
}

async fn find(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    id: Option<ProgrammeId>,
) -> Result<Programme, Failure<GiveawayRefused>> {
    let Some(id) = id else {
        return Ok(programme::current(ctx, write, actor).await?);
    };
    let found = store::giveaway::programme(write, id).await?;
    found.ok_or_else(|| GiveawayRefused::NoProgramme { programme: id.to_string() }.into())
}

/// Writes the codes that are new; says how many.
async fn keep(ctx: &Ctx, write: &mut Write, programme: &Programme, list: &CodeList) -> anyhow::Result<usize> {
    let (now, ring) = (ctx.now(), ctx.keys.load_full());
    let mut imported = 0;
    for code in &list.codes {
        let hashes = seal::hashes(&ring, code);
        let (current, earlier) = hashes.split_first().expect("a ring has a current key");
        if store::giveaway::is_known(write, earlier).await? {
            continue;
        }
        let id = ctx.id();
        let row = NewCode {
            id,
            programme: programme.id,
            key_id: ring.current_id(),
            sealed: &seal::seal(ctx, &ring, id, code),
            hash: current,
            imported_at: now,
        };
        imported += usize::from(store::giveaway::insert_code(write, &row).await?);
    }
    Ok(imported)
}
