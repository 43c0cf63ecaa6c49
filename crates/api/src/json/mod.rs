//! The JSON API: a project or a release as one object, as PyPI's API has it.

mod body;
pub(crate) mod handlers;
mod pages;

pub(crate) use pages::JsonPages;
