//! Every kind of job and the function that does it.

use crate::{
    JobFailure, accounts, collect_orphans, compute_critical, drop_download_details, render_description, run_campaigns,
    send_mail, sweep_uploads, take_figures, warn_expiring_tokens,
};
use futures::{FutureExt as _, future::BoxFuture};
use serde_json::Value;
use service::Ctx;
use std::{fmt, sync::Arc};

/// What runs: the context and the payload, which holds ids only.
pub type Run = fn(Arc<Ctx>, Value) -> BoxFuture<'static, Result<(), JobFailure>>;

/// One kind of job.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// One sentence for the operator.
    pub doc: &'static str,
    pub run: Run,
}

pub const CHECK_DOMAINS: &str = "check_domains";
pub const COLLECT_ORPHANS: &str = "collect_orphans";
pub const EXPIRE_RECOVERIES: &str = "expire_recoveries";
pub const DROP_DOWNLOAD_DETAILS: &str = "drop_download_details";
pub const FINISH_DELETIONS: &str = "finish_deletions";
pub const FORGET_MAILS: &str = "forget_mails";
pub const RETAIN: &str = "retain";
pub const RUN_CAMPAIGNS: &str = "run_campaigns";
pub const SWEEP_UPLOADS: &str = "sweep_uploads";
pub const TAKE_FIGURES: &str = "take_figures";
pub const WARN_EXPIRING_TOKENS: &str = "warn_expiring_tokens";

/// Every kind, by name.
pub const KINDS: &[Kind] = &[
    Kind {
        name: CHECK_DOMAINS,
        doc: "Asks the DNS whether the domains of verified addresses still exist, where that is switched on.",
        run: |ctx, _| async move { accounts::check_domains(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: COLLECT_ORPHANS,
        doc: "Deletes objects that no file wants and no publish is about to want.",
        run: |ctx, _| async move { collect_orphans::run(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: service::critical::COMPUTE_CRITICAL,
        doc: "Moves the downloads of complete days into segments, and designates critical projects.",
        run: |ctx, _| async move { compute_critical::run(&ctx).await }.boxed(),
    },
    Kind {
        name: EXPIRE_RECOVERIES,
        doc: "Ends the recovery cases that nobody moved for 30 days.",
        run: |ctx, _| async move { accounts::expire_recoveries(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: DROP_DOWNLOAD_DETAILS,
        doc: "Drops the counts of downloads by version and installer that are older than they are kept.",
        run: |ctx, _| async move { drop_download_details::run(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: FINISH_DELETIONS,
        doc: "Deletes the accounts whose seven days to take it back are over.",
        run: |ctx, _| async move { accounts::finish_deletions(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: FORGET_MAILS,
        doc: "Drops mails that were sent long ago.",
        run: |ctx, _| async move { send_mail::forget(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: service::publish::RENDER_DESCRIPTION,
        doc: "Renders the description of a release in a child process.",
        run: |ctx, payload| async move { render_description::run(&ctx, payload).await }.boxed(),
    },
    Kind {
        name: RETAIN,
        doc: "Drops the network and device of old events, and links and sessions that ended.",
        run: |ctx, _| async move { accounts::retain(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: RUN_CAMPAIGNS,
        doc: "Writes to the people whom a mandate concerns: announcements, reminders, enforcement, designations.",
        run: |ctx, _| async move { run_campaigns::run(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: service::mail::SEND_MAIL,
        doc: "Hands a mail of the outbox to the mail server.",
        run: |ctx, payload| async move { send_mail::run(&ctx, payload).await }.boxed(),
    },
    Kind {
        name: SWEEP_UPLOADS,
        doc: "Deletes temporary files that uploads which died have left.",
        run: |ctx, _| async move { sweep_uploads::run(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: TAKE_FIGURES,
        doc: "Writes how many people have a second factor into the row of the day.",
        run: |ctx, _| async move { take_figures::run(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
    Kind {
        name: WARN_EXPIRING_TOKENS,
        doc: "Tells owners of API tokens that expire within a week.",
        run: |ctx, _| async move { warn_expiring_tokens::run(&ctx).await.map_err(JobFailure::from) }.boxed(),
    },
];

/// The kind of that name.
pub fn find<'a>(kinds: &'a [Kind], name: &str) -> Option<&'a Kind> {
    kinds.iter().find(|kind| kind.name == name)
}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Kind({})", self.name)
    }
}
