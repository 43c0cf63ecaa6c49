//! Using a link up, in the Write of what it does.

use super::look::{LinkRefused, OpenLink, find};
use chrono::{DateTime, Utc};
use domain::{Failure, links::LinkKind};
use store::Write;

/// Uses a link up; of any number of uses at once, one succeeds.
///
/// # Errors
/// [`LinkRefused`] when it was used, has expired or is none.
pub async fn consume(
    write: &mut Write,
    kind: LinkKind,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<OpenLink, Failure<LinkRefused>> {
    let link = find(write, kind, secret, now).await?;
    if !store::links::use_up(write, link.id, now).await? {
        return Err(LinkRefused::NotOpen.into());
    }
    Ok(link)
}
