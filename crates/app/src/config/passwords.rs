//! `[passwords]`: where compromised passwords are looked up.

use super::{layers::Layers, setting::Setting, values};
use anyhow::Result;
use outbound::password_range::HttpRange;
use service::passwords::{Compromised, PasswordFilter, Passwords, Pool};
use std::{path::PathBuf, sync::Arc};
use url::Url;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new(
        "passwords.kind",
        "default",
        "Known leaks: `default`, a built-in list of common ones; `file`; `range`; or `none`.",
    ),
    Setting::new("passwords.path", "", "The filter that `passwords build` made; needed with `file`."),
    Setting::new("passwords.url", "", "The range API, such as `https://ranges.example/range`; needed with `range`."),
];

/// Where compromised passwords are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PasswordsSection {
    None,
    Default,
    File(PathBuf),
    Range(Url),
}

impl PasswordsSection {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let kind = layers.parse("passwords.kind", |text| match text {
            "none" | "default" | "file" | "range" => Ok(text.to_owned()),
            _ => Err(format!("none of `default`, `file`, `range` and `none`: `{text}`")),
        })?;
        match &kind[..] {
            "none" => Some(Self::None),
            "file" => needed(layers, "passwords.path", "file", |text| Ok(PathBuf::from(text))).map(Self::File),
            "range" => needed(layers, "passwords.url", "range", values::url).map(Self::Range),
            _ => Some(Self::Default),
        }
    }

    /// The pool of hashes, and what is known of leaks.
    ///
    /// # Errors
    /// When the file is no filter, or is damaged.
    pub(crate) fn open(&self) -> Result<Passwords> {
        let compromised = match self {
            Self::None => Compromised::Unknown,
            Self::Default => Compromised::Common,
            Self::File(path) => Compromised::Filter(Arc::new(PasswordFilter::open(path)?)),
            Self::Range(url) => Compromised::Range(Arc::new(HttpRange::new(url.clone())?)),
        };
        Ok(Passwords { pool: Pool::default(), compromised })
    }
}

fn needed<T>(layers: &mut Layers, name: &str, kind: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
    layers.parse(name, |text| match values::optional(text) {
        Some(text) => parse(&text),
        None => Err(format!("not set, and `passwords.kind = \"{kind}\"` needs it")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Sources};

    fn read(pairs: &[(&str, &str)]) -> Result<PasswordsSection, String> {
        let variable = |(name, text): &(&str, &str)| (format!("FROMAGERIE__PASSWORDS__{name}"), (*text).to_owned());
        let environment = pairs.iter().map(variable).collect();
        let config = Config::read(&Sources { environment, ..Sources::default() });
        config.map(|config| config.passwords).map_err(|problems| problems.to_string())
    }

    #[test]
    fn each_kind_is_read_with_what_it_needs() {
        assert_eq!(read(&[]), Ok(PasswordsSection::Default));
        assert_eq!(read(&[("KIND", "none")]), Ok(PasswordsSection::None));
        assert_eq!(read(&[("KIND", "file"), ("PATH", "a/b")]), Ok(PasswordsSection::File("a/b".into())));
        let url: Url = "https://ranges.example/range".parse().unwrap();
        assert_eq!(read(&[("KIND", "range"), ("URL", url.as_str())]), Ok(PasswordsSection::Range(url)));
    }

    #[test]
    fn what_a_kind_needs_and_lacks_is_told() {
        assert!(read(&[("KIND", "file")]).unwrap_err().contains("`passwords.kind = \"file\"` needs it"));
        assert!(read(&[("KIND", "range"), ("URL", "ftp://x")]).unwrap_err().contains("not the URL of a site"));
        assert!(read(&[("KIND", "often")]).unwrap_err().contains("none of `default`"));
    }

    #[test]
    fn a_file_that_is_no_filter_is_named() {
        let fault = PasswordsSection::File("nowhere/filter".into()).open().unwrap_err();
        assert!(format!("{fault:#}").contains("`nowhere/filter`"));
    }
}
