//! Mails: a subject, a text and an HTML body from one message, in every language.
//!
//! A mail says what happened, when and from where, and what to do if it was not you.
//! Its sentences stand in `locales/*/mail.ftl` under `mail-<kind>-subject`, `-what`,
//! `-action` and `-then`.

mod content;
mod message;
mod plain;
mod samples;

pub use message::{
    CriticalRequirement, FactorMethod, MailLink, MailMessage, MailRole, MandateNews, NamedProjects, Removal,
    RoleChange, SurgeMail,
};

use crate::{
    Language,
    messages::{MessageArguments, message as localised},
};
use anyhow::{Context as _, anyhow, ensure};
use chrono::{DateTime, Utc};
use content::{Content, Value};
use fluent_templates::fluent_bundle::FluentValue;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig};
use serde::Serialize;
use std::borrow::Cow;

/// A message and what is known about how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub message: MailMessage,
    pub circumstances: Circumstances,
}

/// When and from where something happened, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    pub at: Option<DateTime<Utc>>,
    /// The address or network of whoever did it; only for the eyes of its owner.
    pub network: Option<String>,
    /// What the browser or tool called itself.
    pub device: Option<String>,
}

/// Who sends a mail, and about whose account.
#[derive(Clone, Copy, Debug)]
pub struct MailFrame<'a> {
    pub site_name: &'a str,
    /// `host[:port]` of the index.
    pub host: &'a str,
    /// The user name of the account that the mail is about.
    pub username: Option<&'a str>,
}

/// A mail as it is sent. The subject is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The longest line of the text, unless a word is longer (RFC 5322 2.1.1 wants 78).
const TEXT_WIDTH: usize = 76;

#[derive(Serialize)]
struct View {
    language: Language,
    subject: String,
    what: String,
    action: Option<ActionView>,
    code: Option<CodeView>,
    facts: Vec<FactView>,
    then: String,
    why: String,
}

#[derive(Serialize)]
struct ActionView {
    url: String,
    label: String,
    until: String,
}

#[derive(Serialize)]
struct CodeView {
    lead: String,
    text: String,
}

#[derive(Serialize)]
struct FactView {
    label: String,
    value: String,
    line: String,
}

impl Mail {
    /// A mail without circumstances.
    pub fn new(message: MailMessage) -> Self {
        Self { message, circumstances: Circumstances::default() }
    }

    /// Says when it happened.
    #[must_use]
    pub fn at(mut self, at: DateTime<Utc>) -> Self {
        self.circumstances.at = Some(at);
        self
    }

    /// Says from which network and device it happened, where they are known.
    #[must_use]
    pub fn from(mut self, network: Option<String>, device: Option<String>) -> Self {
        self.circumstances.network = network;
        self.circumstances.device = device;
        self
    }

    /// The mail in one language.
    ///
    /// # Errors
    /// When its link is none, or a sentence is missing.
    pub fn render(&self, frame: &MailFrame<'_>, language: Language) -> anyhow::Result<RenderedMail> {
        let view = self
            .view(frame, language)
            .with_context(|| format!("the mail did not render: `{}`", self.message.kind()))?;
        let html = html(&view)?;
        Ok(RenderedMail { text: text(&view), html, subject: view.subject })
    }

    fn view(&self, frame: &MailFrame<'_>, language: Language) -> anyhow::Result<View> {
        let content = Content::of(&self.message);
        let words = Words { language, arguments: sentence_arguments(&content, frame) };
        let until_key = if self.message.link_goes_on() { "mail-until-first" } else { "mail-until" };
        let own = |part: &str| words.say(&own_key(&self.message, part));
        let mut facts = self.facts(&content, frame, &words)?;
        facts.retain(|fact| !fact.value.is_empty());
        Ok(View {
            language,
            subject: plain::one_line(&own("subject")?),
            what: own("what")?,
            action: self.message.link().map(|link| words.action(link, until_key, own("action")?)).transpose()?,
            code: content
                .code
                .map(|text| words.say("mail-code-lead").map(|lead| CodeView { lead, text }))
                .transpose()?,
            facts,
            then: own("then")?,
            why: words.say("mail-why")?,
        })
    }

    /// What is known: the account, the message's own facts, then the circumstances.
    fn facts(&self, content: &Content, frame: &MailFrame<'_>, words: &Words<'_>) -> anyhow::Result<Vec<FactView>> {
        let Circumstances { at, network, device } = &self.circumstances;
        let network = network.as_deref().filter(|_| self.message.is_of_the_reader());
        let device = device.as_deref().filter(|_| self.message.is_of_the_reader());
        let account = frame.username.map(|name| ("mail-account", Value::Text(plain::one_line(name))));
        let around = [
            at.map(|at| ("mail-when", Value::Instant(at))),
            network.map(|network| ("mail-network", Value::Text(plain::one_line(network)))),
            device.map(|device| ("mail-device", Value::Text(plain::device(device)))),
        ];
        let all = account.into_iter().chain(content.facts.clone()).chain(around.into_iter().flatten());
        all.map(|(label, value)| words.fact(label, &value)).collect()
    }
}

impl MailMessage {
    /// The keys in the message files that this message alone uses.
    #[doc(hidden)]
    pub fn own_keys(&self) -> Vec<String> {
        let action = self.link().map(|_| "action");
        ["subject", "what", "then"].into_iter().chain(action).map(|part| own_key(self, part)).collect()
    }
}

/// The sentences of one language, with the arguments of one mail.
struct Words<'a> {
    language: Language,
    arguments: MessageArguments<'a>,
}

impl Words<'_> {
    fn say(&self, key: &str) -> anyhow::Result<String> {
        self.say_with(key, &self.arguments)
    }

    fn say_with(&self, key: &str, arguments: &MessageArguments<'_>) -> anyhow::Result<String> {
        let code = self.language.code();
        localised(key, arguments, self.language)
            .ok_or_else(|| anyhow!("message missing, or an argument of it: `{code}/{key}`"))
    }

    fn action(&self, link: &MailLink, until_key: &str, label: String) -> anyhow::Result<ActionView> {
        let is_bare = link.url.chars().all(|character| character.is_ascii_graphic() && !"<>\"`".contains(character));
        let is_web = link.url.starts_with("https://") || link.url.starts_with("http://");
        ensure!(is_bare && is_web, "a link in a mail is no absolute URL of the site");
        let until = MessageArguments::from([("until".into(), minute(link.expires).into())]);
        Ok(ActionView { url: link.url.clone(), label, until: self.say_with(until_key, &until)? })
    }

    fn fact(&self, label: &str, value: &Value) -> anyhow::Result<FactView> {
        let label = self.say(label)?;
        let value = match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Instant(at) => minute(*at),
            Value::Message(key, arguments) => {
                let arguments = arguments.iter().map(|(name, text)| (Cow::Borrowed(*name), text.as_str().into()));
                self.say_with(key, &arguments.collect())?
            }
            Value::Words { key, argument, words } => {
                let say =
                    |word: &&str| self.say_with(key, &MessageArguments::from([((*argument).into(), (*word).into())]));
                words.iter().map(say).collect::<anyhow::Result<Vec<_>>>()?.join(", ")
            }
        };
        let arguments =
            MessageArguments::from([("label".into(), label.as_str().into()), ("value".into(), value.as_str().into())]);
        let line = self.say_with("mail-fact", &arguments)?;
        Ok(FactView { label, value, line })
    }
}

fn sentence_arguments<'a>(content: &Content, frame: &MailFrame<'_>) -> MessageArguments<'a> {
    let mut arguments = MessageArguments::new();
    for (name, value) in &content.arguments {
        let value = match value {
            Value::Text(text) => FluentValue::from(text.clone()),
            Value::Number(number) => FluentValue::from(*number),
            Value::Instant(at) => FluentValue::from(minute(*at)),
            Value::Message(..) | Value::Words { .. } => continue,
        };
        arguments.insert(Cow::Borrowed(*name), value);
    }
    arguments.insert("site".into(), plain::one_line(frame.site_name).into());
    arguments.insert("host".into(), plain::one_line(frame.host).into());
    arguments
}

fn own_key(message: &MailMessage, part: &str) -> String {
    format!("mail-{}-{part}", message.kind().replace('_', "-"))
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// The text body: paragraphs of at most [`TEXT_WIDTH`] characters, links whole.
fn text(view: &View) -> String {
    let mut paragraphs = vec![wrapped(&view.what)];
    if let Some(action) = &view.action {
        paragraphs.push(format!("{}\n{}", action.label, action.url));
        paragraphs.push(wrapped(&action.until));
    }
    if let Some(code) = &view.code {
        paragraphs.push(wrapped(&code.lead));
        paragraphs.push(format!("    {}", code.text));
    }
    if !view.facts.is_empty() {
        let lines: Vec<String> = view.facts.iter().map(|fact| wrapped(&fact.line)).collect();
        paragraphs.push(lines.join("\n"));
    }
    paragraphs.push(wrapped(&view.then));
    // What mail programs take for the start of a signature (RFC 3676 4.3).
    paragraphs.push(format!("-- \n{}", wrapped(&view.why)));
    paragraphs.join("\n\n") + "\n"
}

fn wrapped(paragraph: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in paragraph.split_ascii_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > TEXT_WIDTH {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines
}

fn html(view: &View) -> anyhow::Result<String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("mail.html", include_str!("../../mails/mail.html"))?;
    Ok(environment.get_template("mail.html")?.render(minijinja::value::Serde(view))?)
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_paragraph_is_wrapped_between_words() {
        let paragraph = wrapped(&"cheese ".repeat(40));
        assert!(paragraph.lines().all(|line| line.chars().count() <= 76 && !line.ends_with(' ')));
        let long = "x".repeat(200);
        assert_eq!(wrapped(&format!("a {long} b")), format!("a\n{long}\nb"));
    }
}
