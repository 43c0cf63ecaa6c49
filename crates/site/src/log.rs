//! The entries of audit logs, as pages show them.

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use domain::visitor::Visitor;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use store::events::NamedEventLine;
use templates::Language;
use templates::context::manage::{EventBy, EventRow};

/// What an entry is about, by the keys of its details; the first that is there is shown.
const ABOUT: [&str; 5] = ["name", "email", "filename", "version", "project"];

/// An entry as `reader` sees it; only the log of a project names who did it.
pub(crate) fn row(line: NamedEventLine, reader: AccountId, names_actors: bool, language: Language) -> EventRow {
    let text = |key: &str| line.details.0.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    // Only the text of the program counts here; the address is not known any more.
    let device = |user_agent: &str| Visitor::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), user_agent).device();
    let is_visit = text("network").is_some();
    let by = match line.actor_id {
        Some(actor) if actor == reader.0 => EventBy::Reader,
        Some(_) => EventBy::Somebody,
        // The visit of an old entry is forgotten; whoever failed to sign in is not the index.
        None if is_visit || line.tag.ends_with(":fail") => EventBy::Stranger,
        None => EventBy::Index,
    };
    let at: DateTime<Utc> = line.at;
    EventRow {
        sentence: templates::event(&line.tag, language),
        about: ABOUT.iter().find_map(|key| text(key)).map(str::to_owned),
        method: text("method").map(str::to_owned),
        reason: text("reason").filter(|_| is_written_by_people(&line.tag)).map(str::to_owned),
        by,
        who: line.actor.clone().filter(|_| names_actors),
        network: text("network").map(str::to_owned),
        device: text("user_agent").map(device).filter(|device| !device.is_empty()),
        at,
        tag: line.tag,
    }
}

/// Whether the reason of such an entry is somebody's sentence, and not a word of the program.
fn is_written_by_people(tag: &str) -> bool {
    !tag.starts_with("token:") && !matches!(tag, "account:password:disable" | "account:address:unverify")
}
