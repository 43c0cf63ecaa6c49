//! What the pages share.

use crate::home::Home;
use service::Ctx;
use std::fmt;
use std::sync::Arc;
use templates::Templates;
use web::Frame;

/// What every page can reach.
pub struct SiteState {
    pub ctx: Arc<Ctx>,
    pub frame: Arc<Frame>,
    pub(crate) home: Home,
}

impl SiteState {
    /// The state of the pages of one process.
    pub fn new(ctx: Arc<Ctx>, templates: Arc<Templates>) -> Arc<Self> {
        let frame = Arc::new(Frame::new(templates, &ctx.settings));
        Arc::new(Self { ctx, frame, home: Home::default() })
    }
}

impl fmt::Debug for SiteState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SiteState")
    }
}
