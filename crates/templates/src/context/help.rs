//! Help: what refusals point to, and how to publish and install here.

use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;

/// A page of help, or the list of all of them.
#[derive(Clone, Debug, Serialize)]
pub struct HelpPage {
    /// The frame.
    pub layout: Layout,
    /// What the page is about; nothing for the list.
    pub topic: Option<HelpTopic>,
    /// Every topic with its address, in the order of the list.
    pub topics: Vec<HelpLink>,
    /// The host of this index without a port, under which a `.netrc` file keeps a password.
    pub host: String,
    /// Mebibytes that one file may weigh.
    pub file_limit: u64,
    /// Mebibytes that all files of a project may weigh.
    pub project_limit: u64,
}

/// What a page of help is about; refusals name it by its slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HelpTopic {
    /// Recipes for tools that install.
    Installing,
    /// Recipes for tools that publish.
    Publishing,
    /// Why a file name is used once and for all.
    FileNameReuse,
    /// What a file may weigh.
    FileSizeLimit,
    /// What a project may weigh.
    ProjectSizeLimit,
    /// Which names a project may have.
    ProjectName,
    /// Why an account needs a second factor, and how it gets one.
    TwoFactor,
    /// By which rules somebody is let in again who lost every way in.
    AccountRecovery,
}

/// A topic and where it is.
#[derive(Clone, Debug, Serialize)]
pub struct HelpLink {
    /// The topic.
    pub topic: HelpTopic,
    /// The address of its page.
    pub url: String,
}

impl HelpTopic {
    /// Every topic, in the order of the list.
    pub const ALL: [Self; 8] = [
        Self::Installing,
        Self::Publishing,
        Self::FileNameReuse,
        Self::FileSizeLimit,
        Self::ProjectSizeLimit,
        Self::ProjectName,
        Self::TwoFactor,
        Self::AccountRecovery,
    ];

    /// The last part of the page's address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Installing => "installing",
            Self::Publishing => "publishing",
            Self::FileNameReuse => "file-name-reuse",
            Self::FileSizeLimit => "file-size-limit",
            Self::ProjectSizeLimit => "project-size-limit",
            Self::ProjectName => "project-name",
            Self::TwoFactor => "two-factor",
            Self::AccountRecovery => "account-recovery",
        }
    }

    /// The topic of an address.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.slug() == slug)
    }
}

impl Page for HelpPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl HelpPage {
    /// The list, and every topic.
    pub fn samples(language: Language) -> Vec<Self> {
        let link = |topic: HelpTopic| HelpLink { topic, url: format!("/help/{}/", topic.slug()) };
        let list = Self {
            layout: samples::layout(language, "/help/"),
            topic: None,
            topics: HelpTopic::ALL.map(link).into(),
            host: "index.example".to_owned(),
            file_limit: 100,
            project_limit: 10_240,
        };
        let about = |topic| Self { topic: Some(topic), ..list.clone() };
        std::iter::once(list.clone()).chain(HelpTopic::ALL.map(about)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::HelpTopic;

    #[test]
    fn a_slug_is_what_the_templates_compare() {
        for topic in HelpTopic::ALL {
            assert_eq!(HelpTopic::from_slug(topic.slug()), Some(topic));
            assert_eq!(serde_json::to_value(topic).unwrap(), topic.slug());
        }
        assert_eq!(HelpTopic::from_slug("nothing"), None);
    }
}
