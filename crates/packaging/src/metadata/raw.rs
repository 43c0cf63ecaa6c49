//! Fields and their values before any rule is applied.

use std::collections::BTreeMap;

use super::{Field, FormFields, MetadataError, file};

/// The values of core metadata fields as read from a file or a form.
///
/// A field that is absent, or whose values all are empty or `UNKNOWN`, has no values here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawMetadata {
    values: BTreeMap<Field, Vec<String>>,
}

impl RawMetadata {
    /// Reads the bytes of a METADATA or PKG-INFO file.
    ///
    /// # Errors
    /// Text that is not UTF-8, holds NUL or breaks the form of headers; a field given twice.
    pub fn from_file(bytes: &[u8]) -> Result<Self, MetadataError> {
        file::read(bytes)
    }

    /// Reads the core metadata fields of an upload form; others are ignored.
    ///
    /// # Errors
    /// [`MetadataError::Twice`] for a single-value field that is given twice.
    pub fn from_form(form: &FormFields) -> Result<Self, MetadataError> {
        let mut raw = Self::default();
        for field in Field::all() {
            for value in form.all(field.form()) {
                raw.add(field, value.to_owned())?;
            }
        }
        raw.drop_absent();
        Ok(raw)
    }

    /// All values of a field, in their order.
    pub fn all(&self, field: Field) -> &[String] {
        self.values.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The value of a single-value field.
    pub fn one(&self, field: Field) -> Option<&str> {
        self.all(field).first().map(String::as_str)
    }

    /// The fields that have values.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.values.keys().copied()
    }

    pub(super) fn add(&mut self, field: Field, value: String) -> Result<(), MetadataError> {
        let values = self.values.entry(field).or_default();
        if !field.is_multiple() && !values.is_empty() {
            return Err(MetadataError::Twice(field));
        }
        values.push(value);
        Ok(())
    }

    pub(super) fn replace(&mut self, field: Field, value: String) {
        self.values.insert(field, vec![value]);
    }

    /// Forgets values that say nothing: old tools write `UNKNOWN` where they know nothing.
    pub(super) fn drop_absent(&mut self) {
        for values in self.values.values_mut() {
            values.retain(|value| !matches!(value.trim(), "" | "UNKNOWN"));
        }
        self.values.retain(|_, values| !values.is_empty());
    }
}
