//! Python packaging facts: bytes and text in, facts out; no input or output.

pub mod archive;
pub mod classifiers;
pub mod digest;
pub mod entry_points;
pub mod filename;
pub mod license;
pub mod metadata;
pub mod name;
pub mod record;
pub mod requirement;
pub mod specifiers;
pub mod version;

pub mod shown;
mod text;
