//! What `serve` prints: where the index is, and lines to paste.

use crate::{folder::quoted, key_ring::Place};
use domain::urls::Urls;
use service::setup::SetupLink;
use std::{fmt::Write as _, path::Path};
use url::Url;

/// Everything that the first screen says.
pub(crate) struct Banner<'a> {
    pub(crate) urls: &'a Urls,
    pub(crate) listen: std::net::SocketAddr,
    /// Where `/metrics` is, if anywhere.
    pub(crate) metrics: Option<std::net::SocketAddr>,
    pub(crate) database: String,
    pub(crate) data: &'a Path,
    /// While no operator exists.
    pub(crate) setup_link: Option<&'a SetupLink>,
    /// The ring that was made just now.
    pub(crate) new_key_ring: Option<&'a Place>,
    /// Whether the public URL was guessed although others can reach the address.
    pub(crate) has_guessed_url: bool,
    /// Whether pages show the mails that were written.
    pub(crate) shows_mails: bool,
}

impl Banner<'_> {
    pub(crate) fn text(&self) -> String {
        let mut text = format!("fromagerie {}\n\n", env!("CARGO_PKG_VERSION"));
        let mut line = |name: &str, value: &str| {
            // A string takes any text.
            let _ = writeln!(text, "  {name:<12}{value}");
        };
        line("address", self.urls.home().trim_end_matches('/'));
        line("listens on", &self.listen.to_string());
        if let Some(metrics) = self.metrics {
            line("metrics", &format!("http://{metrics}/metrics"));
        }
        line("data", &absolute(self.data));
        line("database", &self.database);
        if self.shows_mails {
            line("mails", &self.urls.absolute("/dev/mail/"));
        }
        if let Some(link) = self.setup_link {
            text.push_str("\nMake the first operator here, within 30 minutes; the link works once:\n\n");
            let _ = writeln!(text, "  {}", link.url);
        }
        if let Some(place) = self.new_key_ring {
            let _ = writeln!(
                text,
                "\nBack up the key ring now: {}\nWithout it every API token and second factor of this index is lost.",
                absolute(Path::new(&place.shown()))
            );
        }
        if self.has_guessed_url {
            text.push_str(
                "\nOthers can reach this address; tell the index its own: --public-url https://index.example\n",
            );
        }
        text.push_str(&self.lines_to_paste());
        text
    }

    fn lines_to_paste(&self) -> String {
        let (simple, upload) = (self.urls.simple_index(), self.urls.upload());
        let trusted = trusted_host(&simple).map(|host| format!(" --trusted-host {host}")).unwrap_or_default();
        format!(
            "\nInstall:\n\n  \
             pip install --index-url {simple}{trusted} PROJECT\n  \
             uv pip install --default-index {simple} PROJECT\n\n\
             Publish, with an API token as the password:\n\n  \
             twine upload --repository-url {upload} -u __token__ dist/*\n  \
             uv publish --publish-url {upload} --check-url {simple} dist/*\n\n\
             Make an account and a token:\n\n  \
             fromagerie user create NAME --email ADDRESS --totp{data}\n  \
             fromagerie token create --user NAME{data}\n",
            data = format_args!(" --data {}", quoted(&absolute(self.data))),
        )
    }
}

/// The host that pip has to be told to trust: plain http beyond this machine.
fn trusted_host(simple: &str) -> Option<String> {
    let url = Url::parse(simple).ok()?;
    let is_plain = url.scheme() == "http" && !crate::config::values::is_local(&url);
    is_plain.then(|| url.host_str().map(str::to_owned)).flatten()
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banner(public_url: &str) -> String {
        let urls = Urls::new(&public_url.parse().unwrap(), None);
        Banner {
            urls: &urls,
            listen: ([127, 0, 0, 1], 8080).into(),
            metrics: None,
            database: "SQLite".to_owned(),
            data: Path::new("/srv/index"),
            setup_link: None,
            new_key_ring: None,
            has_guessed_url: false,
            shows_mails: false,
        }
        .text()
    }

    #[test]
    fn the_lines_to_paste_hold_the_public_url() {
        let text = banner("https://index.example");
        for line in [
            "pip install --index-url https://index.example/simple/ PROJECT",
            "twine upload --repository-url https://index.example/legacy/ ",
            "uv publish --publish-url https://index.example/legacy/ --check-url https://index.example/simple/ ",
            "user create NAME --email ADDRESS --totp --data /srv/index\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn pip_is_told_to_trust_plain_http_beyond_this_machine_only() {
        assert!(banner("http://192.0.2.1:8080").contains("--trusted-host 192.0.2.1"));
        assert!(!banner("http://localhost:8080").contains("--trusted-host"));
        assert!(!banner("https://index.example").contains("--trusted-host"));
    }
}
