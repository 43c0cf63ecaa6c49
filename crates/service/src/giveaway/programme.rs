//! Programmes: an operator makes one, and changes its terms.

use super::GiveawayRefused;
use crate::{Ctx, guard::permit};
use chrono::TimeDelta;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    giveaway::{
        Country, DEFAULT_COUNTRIES, DEFAULT_DAYS, DEFAULT_KEYS_PER_CODE, DEFAULT_TITLE, Programme, Terms, Window,
    },
    ids::ProgrammeId,
    permission::{Action, Actor},
};
use serde_json::json;
use store::{Write, transaction};

/// Makes a programme; it has no codes yet.
pub async fn create(ctx: &Ctx, actor: &Actor, terms: Terms) -> Result<Programme, Failure<GiveawayRefused>> {
    let now = ctx.now();
    let programme = Programme { id: ProgrammeId(ctx.id()), terms };
    let made: Result<(), Failure<GiveawayRefused>> = transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageGiveaway, now).await.map_err(Failure::widen)?;
        make(ctx, write, actor, &programme).await?;
        Ok(())
    });
    made.map(|()| programme)
}

/// Writes other terms; codes that were claimed stay with who has them.
pub async fn edit(
    ctx: &Ctx,
    actor: &Actor,
    id: ProgrammeId,
    terms: Terms,
) -> Result<Programme, Failure<GiveawayRefused>> {
    let now = ctx.now();
    let programme = Programme { id, terms };
    let edited: Result<(), Failure<GiveawayRefused>> = transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageGiveaway, now).await.map_err(Failure::widen)?;
        if !store::giveaway::update_programme(write, &programme).await? {
            return Err(GiveawayRefused::NoProgramme { programme: id.to_string() }.into());
        }
        record(ctx, write, actor, EventTag::GiveawayEdited, &programme).await?;
        Ok(())
    });
    edited.map(|()| programme)
}

/// The newest programme that is not over; the default one is made where there is none.
pub(super) async fn current(ctx: &Ctx, write: &mut Write, actor: &Actor) -> anyhow::Result<Programme> {
    let now = ctx.now();
    let mut programmes = store::giveaway::programmes(write).await?.into_iter();
    if let Some(programme) = programmes.find(|programme| programme.terms.window(now) != Window::After) {
        return Ok(programme);
    }
    let countries: Result<Vec<Country>, _> = DEFAULT_COUNTRIES.into_iter().map(str::parse).collect();
    let terms = Terms {
        title: DEFAULT_TITLE.to_owned(),
        vendor: ctx.settings.site_name.clone(),
        vendor_url: ctx.settings.urls.home(),
        opens_at: now,
        closes_at: now + TimeDelta::days(DEFAULT_DAYS),
        countries: countries?,
        keys_per_code: DEFAULT_KEYS_PER_CODE,
    };
    let programme = Programme { id: ProgrammeId(ctx.id()), terms };
    make(ctx, write, actor, &programme).await?;
    Ok(programme)
}

async fn make(ctx: &Ctx, write: &mut Write, actor: &Actor, programme: &Programme) -> anyhow::Result<()> {
    store::giveaway::insert_programme(write, programme, actor.account(), ctx.now()).await?;
    record(ctx, write, actor, EventTag::GiveawayCreated, programme).await
}

async fn record(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    tag: EventTag,
    programme: &Programme,
) -> anyhow::Result<()> {
    let Terms { title, vendor, opens_at, closes_at, countries, keys_per_code, .. } = &programme.terms;
    let countries: Vec<&str> = countries.iter().map(Country::as_str).collect();
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Operator,
        tag,
        actor: actor.account(),
        details: json!({
            "programme": programme.id, "title": title, "vendor": vendor, "opens": opens_at, "closes": closes_at,
            "countries": countries, "keys_per_code": keys_per_code,
        }),
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
