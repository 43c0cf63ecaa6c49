//! `[mail]`: who carries mails away, and how long they are kept.

use super::{layers::Layers, setting::Setting, values};
use anyhow::Result;
use chrono::TimeDelta;
use domain::urls::Urls;
use outbound::mail::{MailFiles, MailTransport, Sender, Smtp, SmtpServer, SmtpTls};
use std::{net::IpAddr, path::PathBuf, sync::Arc};

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("mail.kind", "files", "`files`, which are kept in the data folder, or `smtp`."),
    Setting::new("mail.from", "", "The sender, such as `Index <index@index.example>`; by default of the site's host."),
    Setting::new("mail.host", "", "The name of the SMTP server; needed with `smtp`."),
    Setting::new("mail.port", "", "The port of the SMTP server; by default 587, 465 or 25 as `mail.tls` says."),
    Setting::new(
        "mail.tls",
        "starttls",
        "`starttls`, `implicit`, or `none`, which only a server on this machine may have.",
    ),
    Setting::new("mail.username", "", "The user name for the SMTP server, where it wants one."),
    Setting::secret("mail.password", "The password for the SMTP server."),
    Setting::new("mail.retention_days", "90", "Days after which mails that were sent are deleted."),
];

/// Who carries mails away, and how long they are kept.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) carrier: Carrier,
    /// A mailbox; `None` for one of the site's host.
    pub(crate) from: Option<String>,
    pub(crate) retention: TimeDelta,
}

/// Who carries mails away.
#[derive(Clone, Debug)]
pub(crate) enum Carrier {
    /// A folder in the data folder.
    Files,
    Smtp(SmtpServer),
}

impl Mail {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let from = layers.parse_optional("mail.from", |text| match Sender::new(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(_) => Err(format!("not a mailbox: `{text}`; write for example `index@index.example`")),
        });
        let retention = layers.parse("mail.retention_days", |text| values::number::<i32>(text, 1));
        let is_smtp = layers.parse("mail.kind", |text| match text {
            "files" => Ok(false),
            "smtp" => Ok(true),
            _ => Err(format!("neither `files` nor `smtp`: `{text}`")),
        });
        let carrier = match is_smtp? {
            true => Carrier::Smtp(smtp(layers)?),
            false => Carrier::Files,
        };
        Some(Self { carrier, from: from?, retention: TimeDelta::days(retention?.into()) })
    }

    /// The transport that carries the mails of the index at `urls`.
    ///
    /// # Errors
    /// When the SMTP server has no name that TLS could check.
    pub(crate) fn transport(&self, urls: &Urls, folder: PathBuf) -> Result<Arc<dyn MailTransport>> {
        let from = self.from.clone().unwrap_or_else(|| default_sender(urls.host()));
        let sender = Sender::new(&from)?;
        Ok(match &self.carrier {
            Carrier::Files => Arc::new(MailFiles::new(folder, sender)),
            Carrier::Smtp(server) => Arc::new(Smtp::new(server.clone(), sender)?),
        })
    }
}

fn smtp(layers: &mut Layers) -> Option<SmtpServer> {
    let host = layers.parse("mail.host", |text| {
        values::optional(text).ok_or_else(|| "empty; the kind `smtp` needs a server".to_owned())
    });
    let tls = layers.parse("mail.tls", |text| match text {
        "starttls" => Ok(SmtpTls::StartTls),
        "implicit" => Ok(SmtpTls::Implicit),
        "none" => Ok(SmtpTls::None),
        _ => Err(format!("neither `starttls`, `implicit` nor `none`: `{text}`")),
    });
    let port = layers.parse_optional("mail.port", |text| values::number::<u16>(text, 1));
    let username = values::optional(&layers.value("mail.username").text);
    let password = values::optional(&layers.value("mail.password").text);
    let (host, tls) = (host?, tls?);
    if tls == SmtpTls::None && !is_this_machine(&host) {
        // Mails hold links that open accounts.
        layers.wrong("mail.tls", format!("mail.tls is `none`, but the server is not on this machine: `{host}`"));
        return None;
    }
    if username.is_some() != password.is_some() {
        layers.wrong("mail.username", "mail.username and mail.password belong together; set both or none".to_owned());
        return None;
    }
    let port = port?.unwrap_or(match tls {
        SmtpTls::StartTls => 587,
        SmtpTls::Implicit => 465,
        SmtpTls::None => 25,
    });
    Some(SmtpServer { host, port, tls, credentials: username.zip(password) })
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// `fromagerie@` the host of the site; an IP address stands in brackets (RFC 5321 4.1.3).
fn default_sender(host: &str) -> String {
    let name = url::Url::parse(&format!("http://{host}")).ok();
    match name.as_ref().and_then(url::Url::host) {
        Some(url::Host::Domain(name)) => format!("fromagerie@{name}"),
        Some(url::Host::Ipv4(address)) => format!("fromagerie@[{address}]"),
        Some(url::Host::Ipv6(_)) | None => "fromagerie@localhost".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Problem, Sources};

    fn read(variables: &[(&str, &str)]) -> Result<Mail, Vec<String>> {
        let variable = |(name, text): &(&str, &str)| (format!("FROMAGERIE__MAIL__{name}"), (*text).to_owned());
        let environment = variables.iter().map(variable).collect();
        let lines = |problems: Vec<Problem>| problems.into_iter().map(|problem| problem.message).collect();
        Config::read(&Sources { environment, ..Sources::default() })
            .map(|config| config.mail)
            .map_err(|problems| lines(problems.0))
    }

    #[test]
    fn mails_are_files_by_default() {
        let mail = read(&[]).unwrap();
        assert!(matches!(mail.carrier, Carrier::Files));
        assert_eq!(mail.retention, TimeDelta::days(90));
    }

    #[test]
    fn a_server_has_the_port_of_its_tls() {
        for (tls, host, expected) in
            [("starttls", "mail.example", 587), ("implicit", "mail.example", 465), ("none", "::1", 25)]
        {
            let mail = read(&[("KIND", "smtp"), ("HOST", host), ("TLS", tls)]).unwrap();
            assert!(matches!(&mail.carrier, Carrier::Smtp(server) if server.port == expected), "{mail:?}");
        }
    }

    #[test]
    fn mails_never_travel_in_clear() {
        let problems = read(&[("KIND", "smtp"), ("HOST", "mail.example"), ("TLS", "none")]).unwrap_err();
        assert!(problems[0].contains("not on this machine: `mail.example`"), "{problems:?}");
    }

    #[test]
    fn what_is_missing_or_wrong_is_told() {
        let cases: [(&[(&str, &str)], &str); 5] = [
            (&[("KIND", "pigeon")], "neither `files` nor `smtp`"),
            (&[("KIND", "smtp")], "mail.host is empty"),
            (&[("FROM", "index")], "not a mailbox: `index`"),
            (&[("RETENTION_DAYS", "0")], "not a whole number of at least 1"),
            (&[("KIND", "smtp"), ("HOST", "mail.example"), ("USERNAME", "index")], "belong together"),
        ];
        for (variables, expected) in cases {
            let problems = read(variables).unwrap_err();
            assert!(problems.iter().any(|line| line.contains(expected)), "{problems:?}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let mail = read(&[("KIND", "smtp"), ("HOST", "mail.example"), ("USERNAME", "index"), ("PASSWORD", "hush")]);
        assert!(!format!("{:?}", mail.unwrap()).contains("hush"));
    }

    #[test]
    fn the_sender_is_of_the_site_s_host() {
        for (host, expected) in [
            ("index.example", "fromagerie@index.example"),
            ("localhost:8080", "fromagerie@localhost"),
            ("192.0.2.1:8080", "fromagerie@[192.0.2.1]"),
            ("[::1]:8080", "fromagerie@localhost"),
        ] {
            assert_eq!(default_sender(host), expected);
            assert!(Sender::new(expected).is_ok(), "{expected}");
        }
    }
}
