//! Words and pixels: pages, languages, descriptions, style.
//!
//! Every sentence that a person reads on a page stands in `locales/`, every page in `pages/`.
//! Nothing here does IO: contexts come in, text goes out.

pub mod assets;
pub mod chart;
pub mod context;
pub mod description;
mod format;
mod language;
pub mod mail;
mod messages;
mod pages;

pub use language::Language;
pub use messages::{event, missing_refusals, refusal};
pub use pages::Templates;
