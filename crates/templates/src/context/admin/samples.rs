//! What the samples of the operators' pages share.

use super::{AdminFrame, AdminSubject, SubjectLink};
use crate::Language;
use crate::context::samples;
use crate::context::{FieldProblem, Layout};

/// The frame of a sample page about a subject.
pub(super) fn frame(language: Language, subject: AdminSubject) -> AdminFrame {
    AdminFrame { subject: Some(subject), ..first_frame(language) }
}

/// The frame of the page of all subjects.
pub(super) fn first_frame(language: Language) -> AdminFrame {
    let link = |subject| SubjectLink { subject, url: "/admin/x/".to_owned() };
    let layout = samples::layout(language, "/admin/");
    AdminFrame {
        layout: Layout { canonical_url: None, is_indexable: false, ..layout },
        admin_path: "/admin/".to_owned(),
        csrf_token: "4f1c\"<".to_owned(),
        subject: None,
        here: None,
        subjects: AdminSubject::ALL.map(link).into(),
        is_one_approver: false,
        done: None,
        problems: Vec::new(),
    }
}

/// A frame whose form came back.
pub(super) fn broken_frame(language: Language, subject: AdminSubject, fields: &[&str]) -> AdminFrame {
    let problem = |field: Option<&str>| FieldProblem {
        field: field.map(str::to_owned),
        message: "The value is wrong: `<b>`; type another".to_owned(),
    };
    let problems = fields.iter().map(|field| problem(Some(field))).chain([problem(None)]).collect();
    AdminFrame { problems, ..frame(language, subject) }
}
