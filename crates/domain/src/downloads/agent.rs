//! What a `User-Agent` says about who downloads, and with what.
//!
//! The table follows the one that PyPI's statistics use, so that figures compare. Three
//! decisions are our own. An installer is known by the name that its text begins with;
//! the JSON behind `pip/24.0` is not looked into. *Mirrors* are the programs that copy
//! the index or keep what passes through them. *Robots* are scripts, command-line
//! downloaders and crawlers: what they fetch is installed by nobody, and one of them in
//! a loop would outweigh thousands of people. Browsers, the tools of operating systems
//! and everything unknown count as *people*: a new installer must not make its
//! downloads vanish from what decides which projects are critical. Nothing here is
//! proof, as whoever downloads may send any text.

use super::Audience;

/// What downloads: a closed list, stored by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Installer {
    Artifactory,
    Bandersnatch,
    Bazel,
    Browser,
    Conda,
    Devpi,
    Distribute,
    Homebrew,
    Maturin,
    Nexus,
    /// Whatever fetches files for an operating system's packages.
    OperatingSystem,
    /// Everything that this list does not name.
    Other,
    Pdm,
    Pep381Client,
    Pex,
    Pip,
    Poetry,
    Requests,
    Setuptools,
    Twine,
    Uv,
    Z3cPypimirror,
}

/// What a `User-Agent` was recognised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    pub installer: Installer,
    pub audience: Audience,
}

/// Bytes that are looked at; what tells agents apart stands at the beginning.
const LOOKED_AT: usize = 512;

impl Installer {
    pub const ALL: [Self; 22] = [
        Self::Artifactory,
        Self::Bandersnatch,
        Self::Bazel,
        Self::Browser,
        Self::Conda,
        Self::Devpi,
        Self::Distribute,
        Self::Homebrew,
        Self::Maturin,
        Self::Nexus,
        Self::OperatingSystem,
        Self::Other,
        Self::Pdm,
        Self::Pep381Client,
        Self::Pex,
        Self::Pip,
        Self::Poetry,
        Self::Requests,
        Self::Setuptools,
        Self::Twine,
        Self::Uv,
        Self::Z3cPypimirror,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Artifactory => "artifactory",
            Self::Bandersnatch => "bandersnatch",
            Self::Bazel => "bazel",
            Self::Browser => "browser",
            Self::Conda => "conda",
            Self::Devpi => "devpi",
            Self::Distribute => "distribute",
            Self::Homebrew => "homebrew",
            Self::Maturin => "maturin",
            Self::Nexus => "nexus",
            Self::OperatingSystem => "os",
            Self::Other => "other",
            Self::Pdm => "pdm",
            Self::Pep381Client => "pep381client",
            Self::Pex => "pex",
            Self::Pip => "pip",
            Self::Poetry => "poetry",
            Self::Requests => "requests",
            Self::Setuptools => "setuptools",
            Self::Twine => "twine",
            Self::Uv => "uv",
            Self::Z3cPypimirror => "z3c.pypimirror",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

impl Agent {
    /// Who sends this text; `None` is somebody who is not counted at all.
    pub fn recognise(user_agent: &[u8]) -> Option<Self> {
        let text = user_agent.get(..LOOKED_AT).unwrap_or(user_agent).trim_ascii();
        if text.is_empty() || IGNORED.iter().any(|ignored| ignored.matches(text)) {
            return None;
        }
        let known = TABLE.iter().find(|(form, _, _)| form.matches(text));
        let (installer, audience) =
            known.map_or((Installer::Other, Audience::People), |(_, installer, audience)| (*installer, *audience));
        // What an installer sends behind its name may hold any word.
        let may_crawl = matches!(installer, Installer::Browser | Installer::Other);
        if may_crawl && is_crawler(text) {
            return Some(Self { installer: Installer::Browser, audience: Audience::Robots });
        }
        Some(Self { installer, audience })
    }
}

/// How a text is recognised; letters of either case are the same.
enum Form {
    Is(&'static str),
    StartsWith(&'static str),
    /// What it starts with, and what it holds behind that.
    StartsAndHolds(&'static str, &'static str),
}

impl Form {
    fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::Is(whole) => text.eq_ignore_ascii_case(whole.as_bytes()),
            Self::StartsWith(start) => starts_with(text, start),
            Self::StartsAndHolds(start, part) => starts_with(text, start) && holds(&text[start.len()..], part),
        }
    }
}

use Form::{Is, StartsAndHolds, StartsWith};

/// Monitors, link checkers and programs that look at an index rather than use it.
const IGNORED: &[Form] = &[
    Is("(null)"),
    Is("-"),
    Is("Ruby"),
    Is("GNU Guile"),
    Is("Download Master"),
    StartsWith("ansible-httpget"),
    StartsWith("Apache Ant/"),
    StartsWith("AWSBrewLinkChecker/"),
    StartsWith("Chef "),
    StartsWith("Datadog"),
    StartsWith("Debian uscan"),
    StartsWith("Faraday v"),
    StartsAndHolds("Go ", "package http"),
    StartsWith("Go-http-client/"),
    StartsWith("inspector.pypi.io"),
    StartsWith("Java/"),
    StartsWith("ltx71 "),
    StartsWith("MauiBot"),
    StartsWith("NSIS_Inetc"),
    StartsWith("Pingdom"),
    StartsWith("Salt/"),
    StartsWith("Scrapy/"),
    StartsWith("Slackbot"),
    StartsWith("spectool/"),
    StartsWith("TextualInlineMedia/"),
    StartsWith("WeeChat/"),
    StartsWith("WordPress/"),
    StartsWith("Y!J-ASR/"),
    StartsWith("YisouSpider"),
    StartsWith("Nutch"),
    StartsAndHolds("Mozilla", "Nutch"),
];

/// The first form that matches decides.
const TABLE: &[(Form, Installer, Audience)] = &[
    (StartsWith("pip/"), Installer::Pip, Audience::People),
    (StartsWith("uv/"), Installer::Uv, Audience::People),
    (StartsWith("poetry/"), Installer::Poetry, Audience::People),
    (StartsWith("pdm/"), Installer::Pdm, Audience::People),
    (StartsWith("twine/"), Installer::Twine, Audience::People),
    (StartsWith("setuptools/"), Installer::Setuptools, Audience::People),
    (StartsAndHolds("Python-urllib/", " setuptools/"), Installer::Setuptools, Audience::People),
    (StartsAndHolds("Python-urllib/", " distribute/"), Installer::Distribute, Audience::People),
    (StartsWith("distribute/"), Installer::Distribute, Audience::People),
    (StartsWith("pex/"), Installer::Pex, Audience::People),
    (StartsWith("conda/"), Installer::Conda, Audience::People),
    (StartsWith("maturin/"), Installer::Maturin, Audience::People),
    (StartsWith("Bazel/"), Installer::Bazel, Audience::People),
    (StartsWith("Homebrew/"), Installer::Homebrew, Audience::People),
    (StartsWith("bandersnatch/"), Installer::Bandersnatch, Audience::Mirrors),
    (StartsWith("devpi-server/"), Installer::Devpi, Audience::Mirrors),
    (StartsWith("Artifactory/"), Installer::Artifactory, Audience::Mirrors),
    (StartsWith("Nexus/"), Installer::Nexus, Audience::Mirrors),
    (StartsWith("z3c.pypimirror/"), Installer::Z3cPypimirror, Audience::Mirrors),
    (StartsWith("pep381client/"), Installer::Pep381Client, Audience::Mirrors),
    (StartsWith("pep381client-proxy/"), Installer::Pep381Client, Audience::Mirrors),
    (StartsWith("python-requests/"), Installer::Requests, Audience::Robots),
    (StartsWith("Python-urllib/"), Installer::Requests, Audience::Robots),
    (StartsWith("fetch libfetch/"), Installer::OperatingSystem, Audience::People),
    (StartsWith("libfetch/"), Installer::OperatingSystem, Audience::People),
    (StartsWith("OpenBSD ftp"), Installer::OperatingSystem, Audience::People),
    (StartsWith("MacPorts"), Installer::OperatingSystem, Audience::People),
    (StartsWith("NetBSD-ftp/"), Installer::OperatingSystem, Audience::People),
    (StartsWith("slapt-get"), Installer::OperatingSystem, Audience::People),
    (StartsWith("slackrepo"), Installer::OperatingSystem, Audience::People),
    (StartsWith("xbps/"), Installer::OperatingSystem, Audience::People),
    (StartsWith("PTXdist"), Installer::OperatingSystem, Audience::People),
    (StartsWith("GARstow"), Installer::OperatingSystem, Audience::People),
    (StartsWith("pypi-install"), Installer::OperatingSystem, Audience::People),
    (StartsWith("Wget"), Installer::Browser, Audience::Robots),
    (StartsWith("curl"), Installer::Browser, Audience::Robots),
    (StartsWith("aria2"), Installer::Browser, Audience::Robots),
    (StartsWith("okhttp/"), Installer::Browser, Audience::Robots),
    (StartsWith("Apache-HttpClient/"), Installer::Browser, Audience::Robots),
    (StartsWith("Mozilla"), Installer::Browser, Audience::People),
    (StartsWith("Safari"), Installer::Browser, Audience::People),
    (StartsWith("Firefox/"), Installer::Browser, Audience::People),
    (StartsWith("Opera"), Installer::Browser, Audience::People),
    (StartsWith("Links"), Installer::Browser, Audience::People),
    (StartsWith("Lynx"), Installer::Browser, Audience::People),
    (StartsWith("w3m/"), Installer::Browser, Audience::People),
    (StartsWith("UCWEB"), Installer::Browser, Audience::People),
    (StartsWith("URL/Emacs"), Installer::Browser, Audience::People),
    (StartsWith("FDM "), Installer::Browser, Audience::People),
    (StartsWith("AndroidDownloadManager"), Installer::Browser, Audience::People),
    (StartsWith("com.apple.WebKit.Networking/"), Installer::Browser, Audience::People),
];

/// A crawler says so in words, mostly inside the text of a browser.
fn is_crawler(text: &[u8]) -> bool {
    let is_browser = starts_with(text, "Mozilla") || starts_with(text, "Opera");
    ["bot/", "bot;", "bot)", "crawler", "spider"].iter().any(|word| holds(text, word))
        || (is_browser && (holds(text, "HeadlessChrome") || holds(text, "+http")))
}

fn starts_with(text: &[u8], start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
}

fn holds(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn recognised(text: &str) -> Option<(&'static str, &'static str)> {
        Agent::recognise(text.as_bytes()).map(|agent| (agent.installer.as_str(), agent.audience.as_str()))
    }

    #[test]
    fn each_installer_is_known_by_its_form() {
        for (text, installer) in [
            (r#"pip/24.0 {"ci":null,"installer":{"name":"pip","version":"24.0"},"python":"3.12.3"}"#, "pip"),
            ("pip/20.1 not-json", "pip"),
            ("pip/1.4.1 CPython/2.7.14 Darwin/17.7.0", "pip"),
            (r#"uv/0.5.4 {"installer":{"name":"uv","version":"0.5.4"},"ci":true}"#, "uv"),
            ("poetry/1.1.11 CPython/3.9.2 Linux/5.10.0-9-amd64", "poetry"),
            ("pdm/2.1.4 CPython/3.11.0", "pdm"),
            ("twine/4.0.2 importlib-metadata/6.7.0 keyring/24.1.1 pkginfo/1.9.6 CPython/3.9.2", "twine"),
            ("Python-urllib/2.7 setuptools/36.5.0", "setuptools"),
            ("setuptools/69.5.1 Python-urllib/3.12", "setuptools"),
            ("Python-urllib/2.6 distribute/0.6.10", "distribute"),
            ("pex/2.1.140", "pex"),
            ("conda/4.3.30 requests/2.12.4 CPython/2.7.13 Linux/4.9.49", "conda"),
            ("maturin/1.5.0 (https://www.maturin.rs)", "maturin"),
            ("Bazel/release 7.1.0", "bazel"),
            ("Homebrew/0.9.9 (Macintosh; Intel macOS 10.12.0) curl/7.43.0", "homebrew"),
            ("fetch libfetch/2.0", "os"),
            ("libfetch/2.0", "os"),
            ("OpenBSD ftp", "os"),
            ("MacPorts/2.8.1 libcurl/7.86.0", "os"),
            ("NetBSD-ftp/20230507", "os"),
            ("slapt-get 0.11.6", "os"),
            ("xbps/0.59.1", "os"),
            ("pypi-install/0.10.2", "os"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "browser"),
            ("Opera/9.80 (X11; Linux i686; U; en) Presto/2.2.15 Version/10.00", "browser"),
            ("Lynx/2.8.9rel.1 libwww-FM/2.14", "browser"),
            ("someinstaller/1.0", "other"),
            ("pipx/1.0", "other"),
            ("pip", "other"),
            ("😀", "other"),
        ] {
            assert_eq!(recognised(text), Some((installer, "people")), "{text}");
        }
    }

    #[test]
    fn programs_that_copy_the_index_are_mirrors() {
        for (text, installer) in [
            ("bandersnatch/6.5.0 (cpython 3.11.2-final0, Linux x86_64) (aiohttp 3.9.1)", "bandersnatch"),
            ("devpi-server/6.2.0 (py3.9.2; linux)", "devpi"),
            ("Artifactory/7.77.5 77705900", "artifactory"),
            ("Nexus/3.66.0-02 (OSS; Linux; 5.15.0; amd64; 1.8.0_402)", "nexus"),
            ("z3c.pypimirror/1.0.16", "z3c.pypimirror"),
            ("pep381client/1.5", "pep381client"),
            ("pep381client-proxy/1.5", "pep381client"),
        ] {
            assert_eq!(recognised(text), Some((installer, "mirrors")), "{text}");
        }
    }

    #[test]
    fn scripts_downloaders_and_crawlers_are_robots() {
        for (text, installer) in [
            ("python-requests/2.31.0", "requests"),
            ("Python-urllib/3.9", "requests"),
            ("Wget/1.21.3", "browser"),
            ("curl/8.5.0", "browser"),
            ("aria2/1.36.0", "browser"),
            ("okhttp/4.9.3", "browser"),
            ("Apache-HttpClient/4.5.13 (Java/11.0.20)", "browser"),
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "browser"),
            ("Mozilla/5.0 (compatible; SomeSpider/1.0)", "browser"),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36", "browser"),
            ("examplebot/2.0", "browser"),
        ] {
            assert_eq!(recognised(text), Some((installer, "robots")), "{text}");
        }
    }

    #[test]
    fn monitors_link_checkers_and_nobody_are_not_counted() {
        for text in [
            "",
            "   ",
            "-",
            "(null)",
            "Datadog Agent/5.21.2",
            "Java/1.8.0_151",
            "Go-http-client/1.1",
            "Go 1.1 package http",
            "Ruby",
            "Scrapy/2.11.0 (+https://scrapy.org)",
            "Salt/3006.5",
            "Chef Client/12.21.3",
            "ansible-httpget",
            "Mozilla/5.0 (compatible; Nutch crawler)",
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
            "Debian uscan 2.23.4",
            "inspector.pypi.io",
        ] {
            assert_eq!(recognised(text), None, "{text}");
        }
    }

    #[test]
    fn installers_are_read_as_they_are_stored() {
        for installer in Installer::ALL {
            assert_eq!(Installer::from_stored(installer.as_str()), Some(installer));
        }
        assert_eq!(Installer::from_stored("easy_install"), None);
    }

    #[test]
    fn a_text_of_a_mebibyte_is_judged_by_its_beginning() {
        let mut text = b"pip/24.0 ".to_vec();
        text.resize(1024 * 1024, b'x');
        assert_eq!(Agent::recognise(&text).unwrap().installer, Installer::Pip);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in proptest::collection::vec(any::<u8>(), 0..2048)) {
            let _ = Agent::recognise(&text);
        }

        #[test]
        fn what_follows_a_name_changes_no_installer(rest in "[ -~]{0,200}") {
            let agent = Agent::recognise(format!("uv/0.5.0 {rest}").as_bytes());
            prop_assert_eq!(agent.map(|agent| agent.installer), Some(Installer::Uv));
        }
    }
}
