//! The pages of somebody who develops: the mails that the index wrote.

use super::layout::{Layout, Page};
use super::manage::ManagePage;
use super::samples::{self, day};
use crate::Language;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The newest mails.
#[derive(Clone, Debug, Serialize)]
pub struct DevMailsPage {
    /// The frame.
    pub layout: Layout,
    /// The newest first.
    pub mails: Vec<DevMail>,
}

/// One mail.
#[derive(Clone, Debug, Serialize)]
pub struct DevMailPage {
    /// The frame.
    pub layout: Layout,
    pub mail: DevMail,
    /// The part for programs that show no HTML.
    pub text: String,
    /// Where the list of all stands.
    pub list_url: String,
    /// Where the other part stands alone.
    pub html_url: String,
}

/// A mail, as a list shows it.
#[derive(Clone, Debug, Serialize)]
pub struct DevMail {
    pub to: String,
    pub subject: String,
    pub at: DateTime<Utc>,
    pub url: String,
}

impl Page for DevMailsPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl Page for DevMailPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl ManagePage for DevMailsPage {
    const TEMPLATE: &'static str = "dev/mails.html";

    fn samples(language: Language) -> Vec<Self> {
        let layout = layout(language);
        vec![Self { layout: layout.clone(), mails: vec![mail(), mail()] }, Self { layout, mails: Vec::new() }]
    }
}

impl ManagePage for DevMailPage {
    const TEMPLATE: &'static str = "dev/mail.html";

    fn samples(language: Language) -> Vec<Self> {
        vec![Self {
            layout: layout(language),
            mail: mail(),
            text: "Open <this>:\n\nhttps://index.example/account/invitation/AbC?a=1&b=2\n".to_owned(),
            list_url: "/dev/mail/".to_owned(),
            html_url: "/dev/mail/a.eml/html".to_owned(),
        }]
    }
}

fn layout(language: Language) -> Layout {
    Layout { canonical_url: None, is_indexable: false, ..samples::layout(language, "/dev/mail/") }
}

fn mail() -> DevMail {
    DevMail {
        to: "ada@people.example".to_owned(),
        subject: "Your invitation to <Fromagerie>".to_owned(),
        at: day(3),
        url: "/dev/mail/a.eml/".to_owned(),
    }
}
