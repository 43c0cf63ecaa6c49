//! Caveats: conditions on a token, JSON arrays of a tag and its fields.
//!
//! | array | holds when |
//! |---|---|
//! | `[0, expires_at, not_before]` | `not_before <= now < expires_at`, in seconds since 1970 |
//! | `[1, [name, …]]` | the action is about one of these names |
//! | `[2, [project id, …]]` | the action is about one of these projects |
//! | `[3, account id]` | the token acts for this account |
//! | `[4, publisher id, null]` | the token was minted for this trusted publisher |
//!
//! Two forms are objects, from the first years of the format: `{"nbf", "exp"}` and
//! `{"version": 1, "permissions": …}`; they are read as the arrays above.
//!
//! A caveat only ever takes rights away, so one that is not understood to its last
//! field makes the token invalid: more fields than are known here are refused, and
//! fewer are taken only where the missing ones have a default.

use crate::ids::{AccountId, ProjectId};
use chrono::{DateTime, SecondsFormat, Utc};
use packaging::name::NormalizedName;
use serde_json::{Map, Value, json};
use std::fmt;
use uuid::Uuid;

/// Entries that a list of names or ids may have.
pub const MOST_ENTRIES: usize = 1000;

/// A condition that holds for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caveat {
    /// Seconds since 1970; the end is exclusive.
    Expiration {
        expires_at: i64,
        not_before: i64,
    },
    ProjectNames(Vec<NormalizedName>),
    ProjectIds(Vec<ProjectId>),
    Account(AccountId),
    Publisher(Uuid),
    /// The old form for "whatever the account may do".
    Anything,
}

/// Why bytes are not a caveat.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a caveat of the token is not understood: `{shown}`")]
pub struct CaveatError {
    /// The caveat, shortened and escaped.
    pub shown: String,
}

/// What caveats are checked against.
#[derive(Clone, Copy, Debug)]
pub struct CaveatContext<'a> {
    pub now: DateTime<Utc>,
    pub account: Option<AccountId>,
    /// The name that the action is about, whether the project exists or not.
    pub project_name: Option<&'a NormalizedName>,
    pub project_id: Option<ProjectId>,
}

/// Why a token does not hold for this action.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CaveatRefused(pub String);

impl Caveat {
    /// Reads the caveat of a macaroon: JSON in UTF-8.
    ///
    /// # Errors
    /// [`CaveatError`] for anything that is not wholly understood.
    pub fn parse(bytes: &[u8]) -> Result<Self, CaveatError> {
        let value = serde_json::from_slice(bytes).ok();
        value.as_ref().and_then(understood).ok_or_else(|| CaveatError::new(&String::from_utf8_lossy(bytes)))
    }

    /// Reads a caveat that is JSON already, as the database keeps it.
    ///
    /// # Errors
    /// [`CaveatError`] for anything that is not wholly understood.
    pub fn from_json(value: &Value) -> Result<Self, CaveatError> {
        understood(value).ok_or_else(|| CaveatError::new(&value.to_string()))
    }

    /// The caveat as JSON: an array wherever there is one.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Expiration { expires_at, not_before } => json!([0, expires_at, not_before]),
            Self::ProjectNames(names) => json!([1, names.iter().map(NormalizedName::as_str).collect::<Vec<_>>()]),
            Self::ProjectIds(ids) => json!([2, ids]),
            Self::Account(id) => json!([3, id]),
            Self::Publisher(id) => json!([4, id, null]),
            Self::Anything => json!({ "version": 1, "permissions": "user" }),
        }
    }

    fn check(&self, context: &CaveatContext<'_>) -> Result<(), CaveatRefused> {
        let holds = match self {
            Self::Expiration { expires_at, not_before } => return expiration(context.now, *not_before, *expires_at),
            Self::ProjectNames(names) => return project_name(context.project_name, names),
            Self::ProjectIds(ids) => context.project_id.is_some_and(|id| ids.contains(&id)),
            Self::Account(id) => context.account == Some(*id),
            // No caller speaks for a trusted publisher.
            Self::Publisher(_) => false,
            Self::Anything => true,
        };
        if holds { Ok(()) } else { Err(CaveatRefused(self.reason().to_owned())) }
    }

    const fn reason(&self) -> &'static str {
        match self {
            Self::ProjectIds(_) => "the token is for other projects; a project that was made again needs a new token",
            Self::Account(_) => "the token is for another account",
            Self::Publisher(_) => "the token is for a trusted publisher",
            _ => "the token does not hold for this",
        }
    }
}

impl CaveatContext<'_> {
    /// All caveats must hold.
    ///
    /// # Errors
    /// The first that does not hold.
    pub fn check(&self, caveats: &[Caveat]) -> Result<(), CaveatRefused> {
        caveats.iter().try_for_each(|caveat| caveat.check(self))
    }
}

impl CaveatError {
    fn new(text: &str) -> Self {
        let short: String = text.chars().take(100).collect();
        let dots = if short.len() < text.len() { "…" } else { "" };
        Self { shown: format!("{}{dots}", short.escape_debug()) }
    }
}

/// What an account may read about a caveat.
impl fmt::Display for Caveat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(formatter)
    }
}

fn expiration(now: DateTime<Utc>, not_before: i64, expires_at: i64) -> Result<(), CaveatRefused> {
    let now = now.timestamp();
    if now >= expires_at {
        return Err(CaveatRefused(format!("the token expired: `{}`; create a new one", instant(expires_at))));
    }
    if now < not_before {
        return Err(CaveatRefused(format!("the token does not hold before: `{}`", instant(not_before))));
    }
    Ok(())
}

fn instant(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .map_or_else(|| seconds.to_string(), |at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn project_name(name: Option<&NormalizedName>, names: &[NormalizedName]) -> Result<(), CaveatRefused> {
    if name.is_some_and(|name| names.contains(name)) {
        return Ok(());
    }
    let shown: Vec<&str> = names.iter().take(5).map(NormalizedName::as_str).collect();
    let dots = if shown.len() < names.len() { ", …" } else { "" };
    Err(CaveatRefused(format!("the token is only for: `{}{dots}`", shown.join(", "))))
}

fn understood(value: &Value) -> Option<Caveat> {
    match value {
        Value::Array(fields) => array(fields),
        Value::Object(fields) => object(fields),
        _ => None,
    }
}

fn array(fields: &[Value]) -> Option<Caveat> {
    let (tag, fields) = fields.split_first()?;
    match (tag.as_i64()?, fields) {
        (0, [expires_at, not_before]) => {
            Some(Caveat::Expiration { expires_at: expires_at.as_i64()?, not_before: not_before.as_i64()? })
        }
        (1, [names]) => list(names, name).map(Caveat::ProjectNames),
        (2, [ids]) => list(ids, |id| uuid(id).map(ProjectId)).map(Caveat::ProjectIds),
        (3, [id]) => uuid(id).map(|id| Caveat::Account(AccountId(id))),
        (4, [id] | [id, Value::Null]) => uuid(id).map(Caveat::Publisher),
        _ => None,
    }
}

/// The two forms of before the arrays.
fn object(fields: &Map<String, Value>) -> Option<Caveat> {
    if fields.len() != 2 {
        return None;
    }
    if let (Some(not_before), Some(expires_at)) = (fields.get("nbf"), fields.get("exp")) {
        return Some(Caveat::Expiration { expires_at: expires_at.as_i64()?, not_before: not_before.as_i64()? });
    }
    if fields.get("version")?.as_i64()? != 1 {
        return None;
    }
    match fields.get("permissions")? {
        Value::String(word) if word == "user" => Some(Caveat::Anything),
        Value::Object(permissions) if permissions.len() == 1 => {
            list(permissions.get("projects")?, name).map(Caveat::ProjectNames)
        }
        _ => None,
    }
}

fn list<T>(value: &Value, entry: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    let entries = value.as_array().filter(|entries| entries.len() <= MOST_ENTRIES)?;
    entries.iter().map(entry).collect()
}

/// A name in any spelling: whoever attenuates by hand may write the display form.
fn name(value: &Value) -> Option<NormalizedName> {
    NormalizedName::from_any(value.as_str()?).ok()
}

/// Only the hyphenated form in lower case, which is what every tool writes.
fn uuid(value: &Value) -> Option<Uuid> {
    let text = value.as_str()?;
    Uuid::try_parse(text).ok().filter(|id| id.hyphenated().to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000";

    fn id() -> Uuid {
        Uuid::parse_str(ID).unwrap()
    }

    fn names(given: &[&str]) -> Vec<NormalizedName> {
        given.iter().map(|name| NormalizedName::from_any(name).unwrap()).collect()
    }

    fn context(name: Option<&NormalizedName>) -> CaveatContext<'_> {
        CaveatContext {
            now: DateTime::from_timestamp(1000, 999_999_000).unwrap(),
            account: Some(AccountId(id())),
            project_name: name,
            project_id: None,
        }
    }

    #[test]
    fn each_form_is_read() {
        let table = [
            ("[0, 20, 10]", Caveat::Expiration { expires_at: 20, not_before: 10 }),
            (r#"{"nbf": 10, "exp": 20}"#, Caveat::Expiration { expires_at: 20, not_before: 10 }),
            (r#"[1, ["a-b", "C.D"]]"#, Caveat::ProjectNames(names(&["a-b", "c-d"]))),
            (r#"{"version": 1, "permissions": {"projects": ["x"]}}"#, Caveat::ProjectNames(names(&["x"]))),
            (r#"{"version": 1, "permissions": "user"}"#, Caveat::Anything),
            (&format!(r#"[2, ["{ID}"]]"#), Caveat::ProjectIds(vec![ProjectId(id())])),
            (&format!(r#"[3, "{ID}"]"#), Caveat::Account(AccountId(id()))),
            (&format!(r#"[4, "{ID}", null]"#), Caveat::Publisher(id())),
            (&format!(r#"[4, "{ID}"]"#), Caveat::Publisher(id())),
        ];
        for (text, caveat) in table {
            assert_eq!(Caveat::parse(text.as_bytes()), Ok(caveat.clone()), "{text}");
            assert_eq!(Caveat::from_json(&caveat.to_json()), Ok(caveat), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_to_its_last_field_is_refused() {
        let upper = format!(r#"[3, "{}"]"#, ID.to_uppercase());
        let more = format!(r#"[3, "{ID}", null]"#);
        let claims = format!(r#"[4, "{ID}", {{}}]"#);
        for text in [
            "",
            "1",
            "null",
            "[]",
            "{}",
            "[5]",
            "[0]",
            "[0, 1]",
            "[0, 1, 2, 3]",
            "[0, 1.0, 2]",
            "[0, true, 2]",
            "[false, 1, 2]",
            "[\"0\", 1, 2]",
            "[0, 99999999999999999999, 1]",
            "[1, \"x\"]",
            "[1, [1]]",
            "[1, [\"\"]]",
            "[1, [\"a b\"]]",
            "[3, \"x\"]",
            "[0, 1, 2] x",
            "[[0, 1, 2]]",
            r#"{"nbf": 1, "exp": 2, "x": 3}"#,
            r#"{"nbf": 1}"#,
            r#"{"version": 2, "permissions": "user"}"#,
            r#"{"version": 1, "permissions": "admin"}"#,
            r#"{"version": 1, "permissions": {"projects": [], "x": 1}}"#,
            "\u{0}",
            &upper,
            &more,
            &claims,
        ] {
            assert!(Caveat::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Caveat::parse(b"[0, 1, \xff]").is_err());
    }

    #[test]
    fn a_token_holds_from_its_beginning_until_just_before_its_end() {
        let holds =
            |expires_at, not_before| context(None).check(&[Caveat::Expiration { expires_at, not_before }]).is_ok();
        assert!(holds(1001, 1000));
        assert!(!holds(1000, 0));
        assert!(!holds(2000, 1001));
    }

    #[test]
    fn all_caveats_must_hold() {
        let name = NormalizedName::from_any("x").unwrap();
        let here = Caveat::ProjectNames(names(&["x", "y"]));
        let there = Caveat::ProjectNames(names(&["y"]));
        let with = |caveats: &[Caveat]| context(Some(&name)).check(caveats).is_ok();
        assert!(with(&[here.clone(), Caveat::Anything, Caveat::Account(AccountId(id()))]));
        assert!(!with(&[here.clone(), there]));
        assert!(!with(&[here, Caveat::Account(AccountId(Uuid::nil()))]));
    }

    #[test]
    fn a_token_for_projects_does_nothing_without_one() {
        assert!(context(None).check(&[Caveat::ProjectNames(names(&["x"]))]).is_err());
        assert!(context(None).check(&[Caveat::ProjectNames(vec![])]).is_err());
        assert!(context(None).check(&[Caveat::ProjectIds(vec![ProjectId(id())])]).is_err());
        assert!(context(None).check(&[Caveat::Publisher(id())]).is_err());
    }

    #[test]
    fn the_reason_says_what_to_do() {
        let refused = context(None).check(&[Caveat::Expiration { expires_at: 60, not_before: 0 }]).unwrap_err();
        assert_eq!(refused.to_string(), "the token expired: `1970-01-01T00:01:00Z`; create a new one");
    }
}
