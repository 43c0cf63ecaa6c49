//! What the pages share.

use crate::home::Home;
use service::Ctx;
use service::mail::MailFolder;
use std::fmt;
use std::sync::Arc;
use templates::Templates;
use web::Frame;

/// What every page can reach.
pub struct SiteState {
    pub ctx: Arc<Ctx>,
    pub frame: Arc<Frame>,
    pub(crate) home: Home,
    /// Whose mails the pages show; only where somebody develops.
    pub(crate) mail_folder: Option<MailFolder>,
}

impl SiteState {
    /// The state of the pages of one process.
    pub fn new(ctx: Arc<Ctx>, templates: Arc<Templates>) -> Arc<Self> {
        Arc::new(Self::with(ctx, templates, None))
    }

    /// The same, for somebody who develops: the pages under `/dev/` show the mails of a folder.
    pub fn for_development(ctx: Arc<Ctx>, templates: Arc<Templates>, mail_folder: MailFolder) -> Arc<Self> {
        Arc::new(Self::with(ctx, templates, Some(mail_folder)))
    }

    fn with(ctx: Arc<Ctx>, templates: Arc<Templates>, mail_folder: Option<MailFolder>) -> Self {
        let frame = Arc::new(Frame::new(templates, &ctx.settings).with_board(&ctx.board));
        Self { ctx, frame, home: Home::default(), mail_folder }
    }
}

impl fmt::Debug for SiteState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SiteState")
    }
}
