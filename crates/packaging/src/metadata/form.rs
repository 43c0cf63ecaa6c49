//! The text fields of an upload form.

use super::{MetadataError, RawMetadata};

/// An ordered list of names and values, cleaned as the upload contract says.
///
/// Values that are `UNKNOWN` are dropped; NUL becomes the four characters `\x00`, which no rule
/// accepts where it matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormFields {
    pairs: Vec<(String, String)>,
}

impl FormFields {
    /// The fields in the order in which they came.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        let mut fields = Self::default();
        for (name, value) in pairs {
            fields.push(name, value);
        }
        fields
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: String, value: String) {
        if value.trim() == "UNKNOWN" {
            return;
        }
        let value = if value.contains('\0') { value.replace('\0', "\\x00") } else { value };
        self.pairs.push((name, value));
    }

    /// All values with this name, in their order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field that may be given once; an empty one counts as absent.
    ///
    /// # Errors
    /// [`MetadataError::FormTwice`].
    pub fn single(&self, name: &str) -> Result<Option<&str>, MetadataError> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(MetadataError::FormTwice(crate::shown::shortened(name)));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The core metadata fields among them.
    ///
    /// # Errors
    /// [`MetadataError::Twice`] for a single-value field that is given twice.
    pub fn metadata(&self) -> Result<RawMetadata, MetadataError> {
        RawMetadata::from_form(self)
    }
}

impl FromIterator<(String, String)> for FormFields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self::new(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormFields {
        pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
    }

    #[test]
    fn unknown_values_are_dropped_and_nul_is_spelled_out() {
        let form =
            form(&[("license", " UNKNOWN\n"), ("summary", "a\0b"), ("platform", "UNKNOWN"), ("platform", "any")]);
        assert_eq!(form.single("license"), Ok(None));
        assert_eq!(form.single("summary"), Ok(Some("a\\x00b")));
        assert_eq!(form.all("platform").collect::<Vec<_>>(), ["any"]);
    }

    #[test]
    fn a_single_value_field_given_twice_is_refused() {
        let form = form(&[("name", "a"), ("name", "b"), ("classifiers", "x"), ("classifiers", "y")]);
        assert_eq!(form.single("name"), Err(MetadataError::FormTwice("name".into())));
        assert_eq!(form.metadata(), Err(MetadataError::Twice(Field::Name)));
    }

    #[test]
    fn a_lone_empty_value_is_absent() {
        let form = form(&[("summary", ""), ("requires_python", ""), ("classifiers", ""), ("comment", "")]);
        assert_eq!(form.single("comment"), Ok(None));
        assert_eq!(form.metadata(), Ok(RawMetadata::default()));
    }

    #[test]
    fn values_keep_their_order_and_unknown_fields_are_ignored() {
        let form = form(&[("requires_dist", "b"), ("requires-dist", "x"), ("requires_dist", "a"), ("content_of", "y")]);
        let raw = form.metadata().unwrap();
        assert_eq!(raw.all(Field::RequiresDist), ["b", "a"]);
        assert_eq!(raw.fields().collect::<Vec<_>>(), [Field::RequiresDist]);
    }
}
