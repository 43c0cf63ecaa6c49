//! What a mandate says to one person, on a page.

use chrono::{DateTime, Utc};
use serde::Serialize;

/// A rule that closes something to the reader, or will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MandateNotice {
    /// The gates, by the words of `domain::mandate`: `publish`, `releases` …
    pub gates: Vec<String>,
    /// Whom the rule concerns: `critical`, `managers`, `everyone`, `selected` or `owner-opt-in`.
    pub cohort: String,
    /// `any` or `phishing-resistant`.
    pub strength: String,
    /// When the gates close, or closed.
    pub deadline: DateTime<Utc>,
    /// `enrol`, `enrol-key`, `step-up` or `step-up-by-key` where they are closed.
    pub remedy: Option<String>,
    /// The page where that is done.
    pub way_url: String,
    /// The page of help.
    pub help_url: String,
}

impl MandateNotice {
    /// One that is announced and one that is in force.
    pub(crate) fn samples() -> [Self; 4] {
        let notice = |strength: &str, remedy: Option<&str>| Self {
            gates: ["publish", "releases", "people", "credentials", "organizations"].map(str::to_owned).into(),
            cohort: "critical".to_owned(),
            strength: strength.to_owned(),
            deadline: super::samples::day(90),
            remedy: remedy.map(str::to_owned),
            way_url: "/account/two-factor/?next=%2Faccount%2F".to_owned(),
            help_url: "/help/two-factor/".to_owned(),
        };
        [
            notice("any", None),
            notice("phishing-resistant", None),
            notice("any", Some("enrol")),
            notice("phishing-resistant", Some("step-up-by-key")),
        ]
    }
}
