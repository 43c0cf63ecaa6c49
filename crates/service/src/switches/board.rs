//! The banners that every page shows, kept in memory so that no page asks for them.

use crate::Ctx;
use anyhow::Result;
use arc_swap::ArcSwap;
use std::sync::Arc;

/// The banners of the switches that are on, as this node last read them.
#[derive(Debug, Default)]
pub struct Board(ArcSwap<Vec<String>>);

impl Board {
    /// The text of each banner, the widest switch last.
    pub fn banners(&self) -> Arc<Vec<String>> {
        self.0.load_full()
    }
}

/// Reads which banners there are; a node task does so again and again.
pub async fn refresh(ctx: &Ctx) -> Result<()> {
    let states = store::switches::states(&mut ctx.db.read().await?).await?;
    let on = states.into_iter().filter(|state| state.on_since.is_some());
    ctx.board.0.store(Arc::new(on.filter_map(|state| state.banner).collect()));
    Ok(())
}
