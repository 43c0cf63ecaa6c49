//! What the mandates close, or will close, for one person: words for a page.

use crate::Ctx;
use anyhow::Result;
use domain::{
    mandate::Strength,
    permission::{self, Actor, Outlook},
};

/// One line for each gate that is closed, or announced to close, to whoever asks.
///
/// It decides nothing: whoever acts is asked again, with the facts of that moment.
pub async fn outlook(ctx: &Ctx, actor: &Actor) -> Result<Vec<Outlook>> {
    let is_strongest = |actor: &Actor| match actor {
        Actor::Session(bearer) => bearer.strength == Some(Strength::PhishingResistant),
        Actor::Operator | Actor::Publisher(_) => true,
        Actor::Token(_) => false,
    };
    // No mandate asks for more, so that the database need not be asked.
    if is_strongest(actor) {
        return Ok(Vec::new());
    }
    let facts = store::permission::outlook_facts(&mut ctx.db.read().await?, actor).await?;
    Ok(permission::outlook(ctx.now(), actor, &facts))
}
