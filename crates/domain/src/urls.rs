//! URLs: every address of the site is built here, from `public_url` alone.

use crate::links::{LinkKind, LinkSecret};
use crate::sessions::SessionSecret;
use packaging::name::NormalizedName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// What a path segment must not hold in clear (RFC 3986 2.3: unreserved stay).
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'+').remove(b'!');

/// Builds absolute URLs.
#[derive(Clone, Debug)]
pub struct Urls {
    public: String,
    files: String,
    host: String,
}

impl Urls {
    /// `files_url` is where files are served from; by default the site itself.
    pub fn new(public_url: &Url, files_url: Option<&Url>) -> Self {
        let bare = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
        let host = match (public_url.host_str(), public_url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or_default().to_owned(),
        };
        Self { public: bare(public_url), files: bare(files_url.unwrap_or(public_url)), host }
    }

    /// `host[:port]` as a browser sends it in `Host`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether people reach the site over TLS.
    pub fn is_https(&self) -> bool {
        self.public.starts_with("https://")
    }

    pub fn home(&self) -> String {
        format!("{}/", self.public)
    }

    /// The site's own URL for a path that starts with `/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public)
    }

    pub fn upload(&self) -> String {
        self.absolute("/legacy/")
    }

    pub fn simple_index(&self) -> String {
        self.absolute("/simple/")
    }

    pub fn simple_project(&self, name: &NormalizedName) -> String {
        format!("{}/simple/{name}/", self.public)
    }

    pub fn project(&self, name: &NormalizedName) -> String {
        format!("{}/project/{name}/", self.public)
    }

    pub fn release(&self, name: &NormalizedName, version: &str) -> String {
        format!("{}/project/{name}/{}/", self.public, segment(version))
    }

    pub fn json_project(&self, name: &NormalizedName) -> String {
        format!("{}/pypi/{name}/json", self.public)
    }

    /// `path` is the object's path, `<2>/<2>/<60>/<filename>`.
    pub fn file(&self, path: &str) -> String {
        format!("{}/files/{}", self.files, encoded(path))
    }

    /// Where all topics of help are listed.
    pub fn help(&self) -> String {
        self.absolute("/help/")
    }

    /// `topic` is a word with hyphens, such as `project-name`.
    pub fn help_topic(&self, topic: &str) -> String {
        format!("{}/help/{topic}/", self.public)
    }

    /// The same file under the path that mirrors insist on: they refuse any other.
    pub fn mirrored_file(&self, path: &str) -> String {
        format!("{}/packages/{}", self.files, encoded(path))
    }

    /// The page of a mailed link.
    pub fn link(&self, kind: LinkKind, secret: &LinkSecret) -> String {
        format!("{}{}{}", self.public, kind.path(), secret.to_text())
    }

    /// The page of the link in the mail to a new device.
    pub fn confirm_device(&self, secret: &SessionSecret) -> String {
        format!("{}/account/confirm-device/{}", self.public, secret.to_text())
    }

    pub fn setup(&self, secret: &str) -> String {
        format!("{}/setup/{secret}", self.public)
    }
}

/// An object's path, each segment percent-encoded.
fn encoded(path: &str) -> String {
    let parts: Vec<String> = path.split('/').map(segment).collect();
    parts.join("/")
}

/// A path of ours that somebody may be sent to after signing in; `None` for all else.
///
/// It begins with one `/` and never leaves the site, however a browser reads it (WHATWG
/// URL 4.4: a backslash is a slash, tabs and line ends are dropped).
pub fn safe_return(path: &str) -> Option<String> {
    let is_clean = path.len() <= LONGEST_RETURN && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if !is_clean || !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let here = Url::parse("https://here.invalid").ok()?;
    let there = here.join(path).ok()?;
    let is_ours = there.origin() == here.origin() && there.username().is_empty() && there.password().is_none();
    // Dots can make two slashes of one: `/.//elsewhere` is the path `//elsewhere`.
    (is_ours && !there.path().starts_with("//")).then(|| path.to_owned())
}

/// Bytes that a path to return to may have.
const LONGEST_RETURN: usize = 2048;

/// One path segment, percent-encoded.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn our_own_paths_are_returned_to() {
        for path in ["/", "/account/", "/project/a-b/1.0/?x=1&y=//b#c", "/account/?next=https://index.example/"] {
            assert_eq!(safe_return(path).as_deref(), Some(path));
        }
    }

    #[test]
    fn nothing_leads_elsewhere() {
        let attacks = [
            "",
            "account/",
            "?x",
            "#x",
            "//evil.example",
            "///evil.example",
            "////evil.example/",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\\/evil.example",
            "/account\\..\\..//evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            " /account/",
            "/\0",
            "/\u{7f}",
            "/\u{85}",
            "/a\r\nSet-Cookie: a=b",
            "https://evil.example",
            "https:evil.example",
            "https:/evil.example",
            "HTTPS://here.invalid/",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:ada@index.example",
            "//ada:secret@evil.example",
            "@evil.example",
            ":80/",
            "/.//evil.example",
            "/..//evil.example",
            "/a/../..//evil.example",
            "/%2e//evil.example",
            "/\u{2044}evil.example",
            "/\u{ff0f}evil.example",
            "/é",
        ];
        for attack in attacks {
            assert_eq!(safe_return(attack), None, "{attack:?}");
        }
        assert_eq!(safe_return(&format!("/{}", "a".repeat(2048))), None);
    }

    proptest! {
        #[test]
        fn whatever_is_returned_to_stays_on_the_site(path in "[/\\\\.@:%a-z0-9?# \t\r\n]{0,24}") {
            if let Some(safe) = safe_return(&path) {
                let site = Url::parse("https://index.example/account/").unwrap();
                let there = site.join(&safe).unwrap();
                prop_assert_eq!(there.host_str(), Some("index.example"));
                prop_assert_eq!(there.scheme(), "https");
                prop_assert!(!there.path().starts_with("//"));
            }
        }
    }

    #[test]
    fn urls_are_absolute_and_encoded() {
        let urls = Urls::new(&Url::parse("http://localhost:8080").unwrap(), None);
        let name = NormalizedName::from_any("A.b").unwrap();
        assert_eq!(urls.release(&name, "1!2.0+x"), "http://localhost:8080/project/a-b/1!2.0+x/");
        assert_eq!(urls.file("ab/cd/ef/x y.whl"), "http://localhost:8080/files/ab/cd/ef/x%20y.whl");
        assert_eq!(urls.host(), "localhost:8080");
    }
}
