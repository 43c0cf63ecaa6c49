//! Pages for what went wrong.

use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;

/// What an error page shows: what happened, and a way on.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The frame.
    pub layout: Layout,
    /// The HTTP status, which chooses the heading and the explanation.
    pub status: u16,
    /// The refusal in the reader's language, from `templates::refusal`.
    pub message: Option<String>,
    /// The display name of a project that exists but has nothing to show.
    pub project_name: Option<String>,
    /// A release that an existing project does not have.
    pub missing_release: Option<MissingRelease>,
    /// What to quote to the operator; shown for faults only.
    pub request_id: Option<String>,
    /// How many seconds to wait before trying again.
    pub retry_after_seconds: Option<u64>,
}

/// A version that was asked for, and where the others are.
#[derive(Clone, Debug, Serialize)]
pub struct MissingRelease {
    /// The project's display name.
    pub project_name: String,
    /// The version, normalized.
    pub version: String,
    /// The address of the project's page.
    pub project_url: String,
}

impl Page for ErrorPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl ErrorPage {
    /// An error page that says nothing but its status.
    pub fn of_status(layout: Layout, status: u16) -> Self {
        Self {
            layout,
            status,
            message: None,
            project_name: None,
            missing_release: None,
            request_id: None,
            retry_after_seconds: None,
        }
    }

    /// Every status with words of its own, and one without.
    pub fn samples(language: Language) -> Vec<Self> {
        let plain = |status| {
            let layout = Layout { canonical_url: None, is_indexable: false, ..samples::layout(language, "/") };
            Self::of_status(layout, status)
        };
        let mut pages: Vec<Self> = [400, 401, 403, 404, 405, 413, 429, 500, 503, 418].map(plain).into();
        pages.push(Self { project_name: Some("affinage".to_owned()), ..plain(404) });
        let missing_release = MissingRelease {
            project_name: "affinage".to_owned(),
            version: "9.0".to_owned(),
            project_url: "/project/affinage/".to_owned(),
        };
        pages.push(Self { missing_release: Some(missing_release), ..plain(404) });
        pages.push(Self { request_id: Some("019a0f6e-7b5c-7d10-8a11-3c5d7e9f0a1b".to_owned()), ..plain(500) });
        pages.push(Self { retry_after_seconds: Some(40), ..plain(429) });
        pages.push(Self {
            message: crate::refusal("file_exists", &[("filename", "affinage-2.1.0.tar.gz")], language),
            ..plain(400)
        });
        pages
    }
}
