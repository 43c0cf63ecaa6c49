//! Mails to a server of ours on this machine.

use crate::{mail, sender};
use outbound::mail::{MailTransport as _, OutgoingMail, SendFailure, Smtp, SmtpServer, SmtpTls};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    task::JoinHandle,
};

/// What the server says to a command that begins so, instead of yes.
type Answer = (&'static str, &'static str);

/// A server for one conversation; it returns the lines that it heard.
struct Server {
    port: u16,
    heard: JoinHandle<Vec<String>>,
}

impl Server {
    async fn start(answer: Option<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        Self { port, heard: tokio::spawn(converse(listener, answer)) }
    }

    fn smtp(&self, tls: SmtpTls, credentials: Option<(String, String)>) -> Smtp {
        let server = SmtpServer { host: "127.0.0.1".to_owned(), port: self.port, tls, credentials };
        Smtp::new(server, sender()).unwrap()
    }
}

async fn converse(listener: TcpListener, answer: Option<Answer>) -> Vec<String> {
    let (stream, _) = listener.accept().await.unwrap();
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut heard = Vec::new();
    let mut is_data = false;
    writer.write_all(b"220 mail.example ready\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let said = match answer.filter(|(command, _)| line.starts_with(command)) {
            Some((_, said)) => said,
            None if line == "." => "250 taken",
            None if is_data => "",
            None if line.starts_with("EHLO") => "250-mail.example\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            None if line.starts_with("AUTH") => "235 welcome",
            None if line.starts_with("DATA") => "354 go on",
            None if line.starts_with("QUIT") => "221 bye",
            None => "250 fine",
        };
        is_data = line != "." && (is_data || said.starts_with("354"));
        heard.push(line);
        if !said.is_empty() && writer.write_all(format!("{said}\r\n").as_bytes()).await.is_err() {
            break;
        }
    }
    heard
}

async fn refusal_of(answer: Answer) -> SendFailure {
    let server = Server::start(Some(answer)).await;
    server.smtp(SmtpTls::None, None).send(&mail()).await.unwrap_err()
}

#[tokio::test]
async fn a_mail_is_handed_over_whole() {
    let server = Server::start(None).await;
    let smtp = server.smtp(SmtpTls::None, None);
    smtp.send(&mail()).await.unwrap();
    drop(smtp);
    let heard = server.heard.await.unwrap();
    assert_eq!(heard[0], "EHLO index.example");
    assert!(heard.iter().any(|line| line.starts_with("MAIL FROM:<index@index.example>")), "{heard:?}");
    assert!(heard.contains(&"RCPT TO:<ada@people.example>".to_owned()), "{heard:?}");
    // RFC 5321 4.5.2: a line that is a dot is doubled, or it would end the mail.
    assert!(heard.contains(&"..".to_owned()), "{heard:?}");
    assert!(
        heard.contains(&"Message-ID: <01900000-0000-7000-8000-000000000001@index.example>".to_owned()),
        "{heard:?}"
    );
}

#[tokio::test]
async fn a_password_is_told_before_the_mail() {
    let server = Server::start(None).await;
    let smtp = server.smtp(SmtpTls::None, Some(("index".to_owned(), "secret".to_owned())));
    smtp.send(&mail()).await.unwrap();
    assert!(!format!("{smtp:?} {}", smtp.describe()).contains("secret"));
    drop(smtp);
    let heard = server.heard.await.unwrap();
    assert!(heard[1].starts_with("AUTH PLAIN "), "{heard:?}");
}

#[tokio::test]
async fn an_unknown_mailbox_is_refused_for_good() {
    let failure = refusal_of(("RCPT", "550 5.1.1 no such mailbox")).await;
    assert!(matches!(&failure, SendFailure::Rejected(line) if line.contains("no such mailbox")), "{failure:?}");
}

#[tokio::test]
async fn a_full_or_busy_server_is_asked_again() {
    for answer in [("RCPT", "451 4.7.1 come back later"), ("MAIL", "452 4.3.1 no space"), ("DATA", "421 closing")] {
        let failure = refusal_of(answer).await;
        assert!(matches!(failure, SendFailure::Unavailable(_)), "{failure:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_the_operator_s_to_mend_and_no_reason_to_lose_mails() {
    let server = Server::start(Some(("AUTH", "535 5.7.8 wrong"))).await;
    let smtp = server.smtp(SmtpTls::None, Some(("index".to_owned(), "wrong".to_owned())));
    let failure = smtp.send(&mail()).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Unavailable(_)), "{failure:?}");
}

#[tokio::test]
async fn nothing_is_said_in_clear_where_tls_is_required() {
    let server = Server::start(None).await;
    let smtp = server.smtp(SmtpTls::StartTls, Some(("index".to_owned(), "secret".to_owned())));
    let failure = smtp.send(&mail()).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Unavailable(_)), "{failure:?}");
    drop(smtp);
    let heard = server.heard.await.unwrap();
    assert!(heard.iter().all(|line| line.starts_with("EHLO") || line.starts_with("QUIT")), "{heard:?}");
}

#[tokio::test]
async fn nobody_there_is_worth_another_attempt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = SmtpServer { host: "127.0.0.1".to_owned(), port, tls: SmtpTls::None, credentials: None };
    let failure = Smtp::new(server, sender()).unwrap().send(&mail()).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Unavailable(_)), "{failure:?}");
}

#[tokio::test]
async fn what_is_no_address_is_refused_without_a_connection() {
    let server = SmtpServer { host: "127.0.0.1".to_owned(), port: 1, tls: SmtpTls::None, credentials: None };
    let wrong = OutgoingMail { to: "ada".to_owned(), ..mail() };
    let failure = Smtp::new(server, sender()).unwrap().send(&wrong).await.unwrap_err();
    assert!(matches!(failure, SendFailure::Rejected(_)), "{failure:?}");
}
