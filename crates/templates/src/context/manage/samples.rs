//! What the samples of the account's pages share.

use super::{ManageFrame, Tab};
use crate::Language;
use crate::context::samples;
use crate::context::{FieldProblem, Layout};

/// The frame of a sample page.
pub(super) fn frame(language: Language, tab: Tab) -> ManageFrame {
    let layout = samples::layout(language, "/account/");
    ManageFrame {
        layout: Layout { canonical_url: None, is_indexable: false, ..layout },
        account_path: "/account/".to_owned(),
        projects_path: "/manage/".to_owned(),
        csrf_token: "4f1c\"<".to_owned(),
        tab,
        done: None,
        problems: Vec::new(),
        notice: None,
        carried: String::new(),
        carried_more: String::new(),
    }
}

/// A frame whose form came back.
pub(super) fn broken_frame(language: Language, tab: Tab, fields: &[&str]) -> ManageFrame {
    let problem = |field: Option<&str>| FieldProblem {
        field: field.map(str::to_owned),
        message: "The value is wrong: `<b>`; type another".to_owned(),
    };
    let problems = fields.iter().map(|field| problem(Some(field))).chain([problem(None)]).collect();
    ManageFrame { problems, ..frame(language, tab) }
}
