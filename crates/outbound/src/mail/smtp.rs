//! Mails to an SMTP server.

use super::{MailTransport, OutgoingMail, SendFailure, Sender};
use anyhow::{Context as _, Result, anyhow};
use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::{fmt, time::Duration};

/// How the connection is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// Begins in clear and must change to TLS (RFC 3207), as on port 587.
    StartTls,
    /// TLS from the first byte (RFC 8314), as on port 465.
    Implicit,
    /// In clear; for a server on this machine.
    None,
}

/// Where mails are handed over.
#[derive(Clone)]
pub struct SmtpServer {
    pub host: String,
    pub port: u16,
    pub tls: SmtpTls,
    /// User name and password.
    pub credentials: Option<(String, String)>,
}

/// A transport that hands mails to one server, a connection for each.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
    described: String,
}

/// What one step of the conversation may take.
const STEP: Duration = Duration::from_secs(30);

/// What one mail may take in all; shorter than the lease of a job.
const WHOLE: Duration = Duration::from_secs(120);

impl Smtp {
    /// # Errors
    /// When the host is no name that a certificate could have.
    pub fn new(server: SmtpServer, sender: Sender) -> Result<Self> {
        let SmtpServer { host, port, tls, credentials } = server;
        let parameters = || {
            TlsParameters::new(host.clone())
                .with_context(|| format!("TLS cannot be used with the mail server: `{host}`"))
        };
        let (tls, words) = match tls {
            SmtpTls::StartTls => (Tls::Required(parameters()?), "STARTTLS"),
            SmtpTls::Implicit => (Tls::Wrapper(parameters()?), "TLS"),
            SmtpTls::None => (Tls::None, "no TLS"),
        };
        let described = format!("SMTP server `{host}`, port {port}, {words}");
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .tls(tls)
            .timeout(Some(STEP))
            .hello_name(ClientId::Domain(sender.host().to_owned()));
        if let Some((username, password)) = credentials {
            builder = builder.credentials(Credentials::new(username, password));
        }
        Ok(Self { transport: builder.build(), sender, described })
    }
}

#[async_trait]
impl MailTransport for Smtp {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendFailure> {
        let message = self.sender.compose(mail)?;
        let sent = tokio::time::timeout(WHOLE, self.transport.send(message)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(error)),
            Err(_) => Err(SendFailure::Unavailable(anyhow!("the mail server took longer than {} s", WHOLE.as_secs()))),
        }
    }

    fn describe(&self) -> String {
        self.described.clone()
    }
}

/// Without the password.
impl fmt::Debug for Smtp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Smtp({})", self.described)
    }
}

/// Without the password.
impl fmt::Debug for SmtpServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SmtpServer").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// A 5xx is about the mail, unless it is about us: a wrong password gets mended.
fn failure(error: Error) -> SendFailure {
    let code = error.status().map(u16::from);
    let is_about_us = matches!(code, Some(500..=504 | 521 | 523..=538));
    match error.is_permanent() && !is_about_us {
        true => SendFailure::Rejected(error.to_string()),
        false => SendFailure::Unavailable(anyhow::Error::new(error).context("the mail server did not take it")),
    }
}
