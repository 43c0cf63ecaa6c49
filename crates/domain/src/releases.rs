//! Releases: one version of a project.

use crate::ids::{ProjectId, ReleaseId};
use chrono::{DateTime, Utc};

/// One version of a project.
#[derive(Clone, Debug)]
pub struct Release {
    pub id: ReleaseId,
    pub project_id: ProjectId,
    /// As its first file spelled it, normalized by PEP 440.
    pub version: String,
    /// Trailing zeros stripped: `1.0` and `1.0.0` are one release.
    pub canonical_version: String,
    pub is_prerelease: bool,
    pub yanked: Option<Yank>,
    pub quarantined_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A yank (PEP 592): still there for who pins it, passed over by everybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yank {
    pub at: DateTime<Utc>,
    /// Empty when no reason was given.
    pub reason: String,
}

/// Who can be found by name: a project and one of its versions.
#[derive(Clone, Debug)]
pub struct ReleaseKey {
    pub project: packaging::name::NormalizedName,
    pub version: packaging::version::Version,
}

/// The release that a project's own address shows.
///
/// It is the highest version (PEP 440) that is not quarantined, not yanked and no pre-release. Where
/// none is all of that, a pre-release comes before a yanked one, and a yanked before a quarantined.
pub fn latest<'a>(releases: impl IntoIterator<Item = &'a Release>) -> Option<&'a Release> {
    releases.into_iter().max_by_key(|release| {
        let version = packaging::version::Version::parse(&release.version).ok();
        (release.quarantined_at.is_none(), release.yanked.is_none(), !release.is_prerelease, version)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use packaging::version::Version;
    use uuid::Uuid;

    /// A release by its version; `y` after it yanks, `q` quarantines.
    fn release(text: &str) -> Release {
        let (version, marks) = text.split_once(' ').unwrap_or((text, ""));
        let parsed = Version::parse(version).unwrap();
        let at = DateTime::UNIX_EPOCH;
        Release {
            id: ReleaseId(Uuid::nil()),
            project_id: ProjectId(Uuid::nil()),
            version: version.to_owned(),
            canonical_version: parsed.canonical(),
            is_prerelease: parsed.is_prerelease(),
            yanked: marks.contains('y').then(|| Yank { at, reason: String::new() }),
            quarantined_at: marks.contains('q').then_some(at),
            created_at: at,
        }
    }

    #[test]
    fn the_latest_is_the_highest_that_people_should_take() {
        for (releases, expected) in [
            (&["1.9", "1.10", "1.2"][..], Some("1.10")),
            (&["1.0", "2.0rc1"], Some("1.0")),
            (&["1.0", "2.0 y"], Some("1.0")),
            (&["1.0", "2.0 q"], Some("1.0")),
            (&["1.0.dev1", "1.0a1"], Some("1.0a1")),
            (&["1.0a1", "0.9 y"], Some("1.0a1")),
            (&["1.0 y", "2.0 q"], Some("1.0")),
            (&["1.0 q", "2.0 q"], Some("2.0")),
            (&["1!0.1", "9"], Some("1!0.1")),
            (&[], None),
        ] {
            let made: Vec<Release> = releases.iter().map(|text| release(text)).collect();
            let found = latest(&made).map(|release| release.version.as_str());
            assert_eq!(found, expected, "{releases:?}");
        }
    }
}
