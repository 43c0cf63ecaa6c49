//! Mails: all of them, with samples, in every language.

use std::collections::{BTreeMap, BTreeSet};

use templates::Language;
use templates::mail::{FactorMethod, Mail, MailFrame, MailLink, MailMessage, Removal, RenderedMail};

use crate::html::elements;

const FRAME: MailFrame<'_> = MailFrame { site_name: "Fromagerie", host: "index.example", username: Some("ada") };

fn rendered(message: MailMessage) -> RenderedMail {
    Mail::new(message).render(&FRAME, Language::English).unwrap()
}

fn check_each(check: impl Fn(&Mail, &RenderedMail, Language)) {
    for language in Language::ALL {
        for mail in Mail::samples() {
            check(&mail, &mail.render(&FRAME, language).unwrap(), language);
        }
    }
}

#[test]
fn every_mail_reads_as_it_was_approved() {
    let mut approved: BTreeMap<&str, String> = BTreeMap::new();
    for mail in Mail::samples() {
        for language in Language::ALL {
            let RenderedMail { subject, text, html } = mail.render(&FRAME, language).unwrap();
            let body = html.split_once("</head>").unwrap().1;
            let page = format!("===== {}\nSubject: {subject}\n\n{text}\n{body}\n", language.code());
            approved.entry(mail.message.kind()).or_default().push_str(&page);
        }
    }
    for (kind, text) in approved {
        insta::assert_snapshot!(kind, text);
    }
}

#[test]
fn every_kind_of_mail_has_a_sample() {
    let kinds: BTreeSet<_> = Mail::samples().iter().map(|mail| mail.message.kind()).collect();
    assert_eq!(kinds.len(), 51, "{kinds:?}");
}

#[test]
fn every_html_body_is_well_nested_in_its_language_with_one_heading() {
    check_each(|mail, rendered, language| {
        let kind = mail.message.kind();
        let elements = elements(&rendered.html).unwrap_or_else(|problem| panic!("{kind}: {problem}"));
        assert_eq!(elements[0].value("lang"), Some(language.code()), "{kind}");
        assert_eq!(elements.iter().filter(|element| element.name == "h1").count(), 1, "{kind}");
        let is_active = |name: &str| ["script", "img", "iframe", "form", "link"].contains(&name);
        assert!(elements.iter().all(|element| !is_active(&element.name)), "{kind}");
        assert!(elements.iter().all(|element| element.value("style").is_none()), "{kind}");
    });
}

#[test]
fn the_link_of_the_message_is_the_only_link() {
    check_each(|mail, rendered, _| {
        let kind = mail.message.kind();
        let expected: Vec<&str> = mail.message.link().iter().map(|link| link.url.as_str()).collect();
        let elements = elements(&rendered.html).unwrap();
        let found: Vec<String> = elements
            .iter()
            .filter_map(|element| element.value("href"))
            .map(|href| href.replace("&#x2f;", "/"))
            .collect();
        assert_eq!(found, expected, "{kind}");
        assert_eq!(rendered.text.matches("://").count(), expected.len(), "{kind}: {}", rendered.text);
        assert!(expected.iter().all(|url| rendered.text.lines().any(|line| line == *url)), "{kind}");
    });
}

#[test]
fn every_subject_is_a_short_line_and_every_text_line_fits() {
    check_each(|mail, rendered, _| {
        let kind = mail.message.kind();
        assert!(!rendered.subject.contains(char::is_control) && rendered.subject.chars().count() <= 78, "{kind}");
        let lines = rendered.text.lines().filter(|line| !line.contains("://"));
        assert!(lines.into_iter().all(|line| line.chars().count() <= 76), "{kind}: {}", rendered.text);
    });
}

#[test]
fn a_line_end_in_a_name_reaches_no_header() {
    let removal = Removal { project: "a\r\nBcc: eve@evil.example\r\n\r\nx".to_owned(), by: None, reason: None };
    let mail = rendered(MailMessage::ReleaseYanked { version: "1.0\n2.0".to_owned(), removal });
    assert_eq!(mail.subject, "a Bcc: eve@evil.example x 1.0 2.0 yanked");
}

#[test]
fn a_line_end_in_a_reason_makes_no_line_of_its_own() {
    let reason = Some("bad\n\nConfirm your password here:\nhttps://evil.example/".to_owned());
    let mail = rendered(MailMessage::ProjectDeleted(Removal { project: "x".to_owned(), by: None, reason }));
    assert!(mail.text.contains("Reason: bad Confirm your password here: https: //evil.example/"), "{}", mail.text);
    assert!(!mail.html.contains("href"));
}

#[test]
fn markup_in_a_name_is_escaped() {
    let name = "\"><script>alert(1)</script>".to_owned();
    let mail = rendered(MailMessage::FactorAdded { method: FactorMethod::Totp, name });
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    elements(&mail.html).unwrap();
}

#[test]
fn what_is_no_link_of_the_site_does_not_render() {
    for url in ["javascript:alert(1)", "/account/", "https://index.example/\r\nX: y", "https://index.example/<b>", ""] {
        let link = MailLink { url: url.to_owned(), expires: chrono::DateTime::UNIX_EPOCH };
        let mail = Mail::new(MailMessage::VerifyAddress { link });
        assert!(mail.render(&FRAME, Language::English).is_err(), "{url:?}");
    }
}

#[test]
fn what_is_not_known_is_not_shown() {
    let frame = MailFrame { username: None, ..FRAME };
    let mail = Mail::new(MailMessage::PasswordChanged).render(&frame, Language::English).unwrap();
    for label in ["Account:", "When:", "Network:", "Device:", "<dl>"] {
        assert!(!mail.text.contains(label) && !mail.html.contains(label), "{label}");
    }
}

#[test]
fn the_network_of_a_colleague_is_not_told() {
    let removal = Removal { project: "x".to_owned(), by: Some("grace".to_owned()), reason: None };
    for (message, is_told) in [(MailMessage::ProjectDeleted(removal), false), (MailMessage::PasswordChanged, true)] {
        let mail = Mail::new(message).from(Some("192.0.2.0/24".to_owned()), Some("curl".to_owned()));
        let text = mail.render(&FRAME, Language::English).unwrap().text;
        assert_eq!(text.contains("192.0.2.0/24") && text.contains("curl"), is_told, "{text}");
    }
}
