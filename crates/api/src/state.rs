//! What the endpoints share.

use crate::{files::FileDoor, json::JsonPages, leaks::LeakDoor, simple::SimpleIndex};
use service::Ctx;
use std::fmt;
use std::sync::Arc;
use templates::Templates;
use web::Frame;

/// What every endpoint for machines can reach.
pub struct ApiState {
    pub ctx: Arc<Ctx>,
    pub frame: Arc<Frame>,
    pub simple: Arc<SimpleIndex>,
    pub(crate) json: JsonPages,
    pub(crate) files: FileDoor,
    pub(crate) leaks: LeakDoor,
}

impl ApiState {
    /// Reads all names and follows the database's announcements from then on.
    ///
    /// # Errors
    ///
    /// When the names cannot be read, or no client of HTTP can be made.
    pub async fn new(ctx: Arc<Ctx>, templates: Arc<Templates>) -> anyhow::Result<Arc<Self>> {
        let frame = Arc::new(Frame::new(templates, &ctx.settings).with_board(&ctx.board));
        let simple = SimpleIndex::open(&ctx).await?;
        let json = JsonPages::new(ctx.settings.simple_max_age);
        Ok(Arc::new(Self { ctx, frame, simple, json, files: FileDoor::new(), leaks: LeakDoor::new()? }))
    }
}

impl fmt::Debug for ApiState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiState")
    }
}
