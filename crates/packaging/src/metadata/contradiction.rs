//! Where an upload form and the file's own metadata say different things.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::file::unfolded;
use super::{CoreMetadata, DescriptionContentType, Field, MetadataVersion, RawMetadata, rules};
use crate::license::LicenseExpression;
use crate::name::NormalizedName;
use crate::requirement::Requirement;
use crate::shown::shortened;
use crate::specifiers::VersionSpecifiers;
use crate::version::Version;

/// A field of which form and file say different things; both values are shortened.
///
/// For a list the values are those that only one side has. An empty text means nothing at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The field.
    pub field: Field,
    /// What only the form says.
    pub form_value: String,
    /// What only the file says.
    pub file_value: String,
}

/// What differs, as shown.
type Difference = Option<(String, String)>;

/// Holds the form against the file.
///
/// Every field that is present must say what the file says. Names compare normalized, versions,
/// specifiers and requirements by meaning, lists as sets, the description with LF line ends and
/// without the spaces around it. `metadata_version` is not compared, and an absent field claims
/// nothing. `requires`, `provides` and `obsoletes`, which PEP 345 replaced, are compared only where
/// the file gives them.
pub fn contradictions(form: &RawMetadata, file: &CoreMetadata) -> Vec<Contradiction> {
    form.fields()
        .filter_map(|field| {
            let (form_value, file_value) = difference(field, form, file)?;
            Some(Contradiction { field, form_value: shortened(&form_value), file_value: shortened(&file_value) })
        })
        .collect()
}

impl std::fmt::Display for Contradiction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let says = |value: &str| match value {
            "" => "nothing".to_owned(),
            value => format!("`{value}`"),
        };
        write!(
            formatter,
            "`{}` contradicts the file's own metadata: the form says {}, the file says {}; \
             upload with values read from this file",
            self.field.form(),
            says(&self.form_value),
            says(&self.file_value),
        )
    }
}

fn difference(field: Field, form: &RawMetadata, file: &CoreMetadata) -> Difference {
    if field.is_multiple() {
        return list_difference(field, form.all(field), file);
    }
    value_difference(field, form.one(field)?, file)
}

fn value_difference(field: Field, form: &str, file: &CoreMetadata) -> Difference {
    type Same = fn(&str, &str) -> bool;
    let (file, equal): (Option<&str>, Same) = match field {
        Field::Name => (Some(file.name.as_str()), same_name),
        Field::Version => (Some(file.version.as_str()), same::<Version>),
        Field::Summary => (file.summary.as_deref(), same_text),
        Field::Description if file.metadata_version < MetadataVersion::V2_1 => {
            (file.description.as_deref(), same_folded_description)
        }
        Field::Description => (file.description.as_deref(), same_description),
        Field::DescriptionContentType => {
            (file.description_content_type.as_ref().map(DescriptionContentType::as_str), same::<DescriptionContentType>)
        }
        Field::Keywords => (file.keywords.as_deref(), same_keywords),
        Field::HomePage => (file.home_page.as_deref(), same_text),
        Field::DownloadUrl => (file.download_url.as_deref(), same_text),
        Field::Author => (file.author.as_deref(), same_text),
        Field::AuthorEmail => (file.author_email.as_deref(), same_text),
        Field::Maintainer => (file.maintainer.as_deref(), same_text),
        Field::MaintainerEmail => (file.maintainer_email.as_deref(), same_text),
        Field::License => (file.license.as_deref(), same_text),
        Field::LicenseExpression => {
            (file.license_expression.as_ref().map(LicenseExpression::as_str), same::<LicenseExpression>)
        }
        Field::RequiresPython => {
            (file.requires_python.as_ref().map(VersionSpecifiers::as_str), same::<VersionSpecifiers>)
        }
        // Tools write the version that they know, whatever the file declares.
        _ => return None,
    };
    let file = file.unwrap_or_default();
    (!equal(form, file)).then(|| (form.to_owned(), file.to_owned()))
}

fn list_difference(field: Field, form: &[String], file: &CoreMetadata) -> Difference {
    let plain = |file: &[String]| sets(form, file.iter().map(String::as_str), collapsed);
    let required = |file: &[Requirement]| sets(form, file.iter().map(Requirement::as_str), parsed::<Requirement>);
    match field {
        Field::Dynamic => sets(form, file.dynamic.iter().map(String::as_str), lowered),
        Field::Platform => plain(&file.platforms),
        Field::SupportedPlatform => plain(&file.supported_platforms),
        // Before 2.4 the header means nothing in the file, so a form that repeats it claims nothing.
        Field::LicenseFile if file.metadata_version < field.since() => None,
        Field::LicenseFile => plain(&file.license_files),
        Field::Classifier => plain(&file.classifiers),
        Field::RequiresDist => required(&file.requires_dist),
        Field::RequiresExternal => plain(&file.requires_external),
        Field::ProjectUrl => sets(form, file.project_urls.iter().map(String::as_str), link),
        Field::ProvidesExtra => sets(form, file.provides_extra.iter().map(NormalizedName::as_str), normalized),
        Field::ProvidesDist => required(&file.provides_dist),
        Field::ObsoletesDist => required(&file.obsoletes_dist),
        // Flit puts the module's name into the form's `provides`, which no file has had since 1.2.
        Field::Requires | Field::Provides | Field::Obsoletes => match deprecated(field, file) {
            [] => None,
            given => plain(given),
        },
        Field::ImportName => plain(&file.import_names),
        Field::ImportNamespace => plain(&file.import_namespaces),
        _ => None,
    }
}

/// The values in the file of a field that PEP 345 replaced.
fn deprecated(field: Field, file: &CoreMetadata) -> &[String] {
    match field {
        Field::Requires => &file.requires,
        Field::Provides => &file.provides,
        Field::Obsoletes => &file.obsoletes,
        _ => &[],
    }
}

/// Compares lists as sets of keys, and shows the values that only one side has.
fn sets<'f, K: Ord>(form: &'f [String], file: impl Iterator<Item = &'f str>, key: fn(&str) -> K) -> Difference {
    let form: BTreeMap<K, &str> = form.iter().map(|value| (key(value), value.as_str())).collect();
    let file: BTreeMap<K, &str> = file.map(|value| (key(value), value)).collect();
    let only = |here: &BTreeMap<K, &str>, there: &BTreeMap<K, &str>| {
        let values: Vec<&str> =
            here.iter().filter(|(key, _)| !there.contains_key(*key)).map(|(_, value)| value.trim()).collect();
        values.join(", ")
    };
    let (only_form, only_file) = (only(&form, &file), only(&file, &form));
    (!only_form.is_empty() || !only_file.is_empty()).then_some((only_form, only_file))
}

/// Equal as parsed values; a value that does not parse equals nothing.
fn same<T: FromStr + PartialEq>(form: &str, file: &str) -> bool {
    matches!((T::from_str(form), T::from_str(file)), (Ok(form), Ok(file)) if form == file)
}

fn same_name(form: &str, file: &str) -> bool {
    matches!(
        (NormalizedName::from_any(form.trim()), NormalizedName::from_any(file)),
        (Ok(form), Ok(file)) if form == file
    )
}

/// Tools fold and unfold long values in different ways, so runs of spaces count as one.
fn same_text(form: &str, file: &str) -> bool {
    collapsed(form) == collapsed(file)
}

fn same_description(form: &str, file: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let (form, file) = (plain(form), plain(file));
    // A form may repeat the folded header of an old file as it stands.
    form == file || plain(&unfolded(&form)) == file
}

/// Before metadata 2.1 the description was a folded header, whose line ends and
/// indentation each tool unfolds in its own way.
fn same_folded_description(form: &str, file: &str) -> bool {
    same_description(form, file) || same_text(form, file)
}

/// Tools join keywords with commas or with spaces, whatever the file does.
fn same_keywords(form: &str, file: &str) -> bool {
    let by_commas = |text: &str| words(text, |character| character == ',');
    let by_both = |text: &str| words(text, |character| character == ',' || character.is_whitespace());
    by_commas(form) == by_commas(file) || by_both(form) == by_both(file)
}

fn words(text: &str, separates: fn(char) -> bool) -> std::collections::BTreeSet<String> {
    text.split(separates).map(collapsed).filter(|word| !word.is_empty()).collect()
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lowered(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

fn parsed<T: FromStr>(text: &str) -> Result<T, String> {
    T::from_str(text).map_err(|_| text.to_owned())
}

fn normalized(text: &str) -> Result<NormalizedName, String> {
    NormalizedName::from_any(text.trim()).map_err(|_| text.to_owned())
}

fn link(text: &str) -> (String, String) {
    let (label, url) = rules::label_and_url(text).unwrap_or((text.trim(), ""));
    (label.to_owned(), url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::FormFields;
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "\
Metadata-Version: 2.5
Name: Zope.Interface
Version: 1.0
Summary: Cheese
Keywords: a,b c
Home-page: https://a.example
License-Expression: MIT
License-File: LICENSE
Classifier: Typing :: Typed
Classifier: Natural Language :: French
Requires-Dist: requests[socks] >=2,<3 ; os_name == \"nt\"
Requires-Dist: b
Requires-Python: >=3.9,<4
Project-URL: Docs, https://a.example/docs
Provides-Extra: extra-one
Dynamic: License-File
Description-Content-Type: text/markdown

# Cheese

Text
";

    fn found(pairs: &[(&str, &str)]) -> Vec<Contradiction> {
        found_in(FILE, pairs)
    }

    fn found_in(file: &str, pairs: &[(&str, &str)]) -> Vec<Contradiction> {
        let file = CoreMetadata::from_file(file.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let form: FormFields = pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        contradictions(&form.metadata().unwrap(), &file)
    }

    #[test]
    fn a_folded_description_is_unfolded_by_each_tool_in_its_own_way() {
        let file = "Metadata-Version: 1.1\nName: a\nVersion: 1\nDescription: First line\n        \n          more\n";
        for form in ["First line\n\n  more", "First line more", "First line\n        \n          more\n"] {
            assert_eq!(found_in(file, &[("description", form)]), [], "{form}");
        }
        assert_eq!(found_in(file, &[("description", "First line\n\n  less")]).len(), 1);
    }

    #[test]
    fn an_absent_field_claims_nothing() {
        assert_eq!(found(&[]), []);
        assert_eq!(found(&[("summary", ""), ("requires_dist", ""), ("license", "UNKNOWN")]), []);
    }

    #[test]
    fn other_spellings_of_the_same_thing_are_no_contradiction() {
        for pairs in [
            &[("metadata_version", "2.3")][..],
            &[("name", "zope_interface")],
            &[("version", "1.0.0")],
            &[("summary", " Cheese ")],
            &[("keywords", "a, b c")],
            &[("keywords", "a b c")],
            &[("license_expression", "mit")],
            &[("classifiers", "Natural Language :: French"), ("classifiers", "Typing :: Typed")],
            &[("requires_dist", "B"), ("requires_dist", "Requests[socks](<3.0,>=2);os_name=='nt'")],
            &[("requires_python", "<4.0, >=3.9")],
            &[("project_urls", "Docs,https://a.example/docs")],
            &[("provides_extra", "Extra_One")],
            &[("dynamic", "license-file")],
            &[("description_content_type", "text/markdown; charset=UTF-8; variant=GFM")],
            &[("description", "\r\n# Cheese\r\n\r\nText")],
        ] {
            assert_eq!(found(pairs), [], "{pairs:?}");
        }
    }

    #[test]
    fn each_field_can_contradict() {
        for (field, value) in [
            ("name", "zope"),
            ("version", "1.1"),
            ("summary", "Ham"),
            ("keywords", "a,b"),
            ("home_page", "https://b.example"),
            ("license_expression", "MIT OR 0BSD"),
            ("license_file", "COPYING"),
            ("classifiers", "Typing :: Typed"),
            ("requires_dist", "b"),
            ("requires_python", ">=3.8"),
            ("project_urls", "Docs, https://b.example"),
            ("provides_extra", "other"),
            ("dynamic", "Summary"),
            ("description_content_type", "text/x-rst"),
            ("description", "# Ham"),
            ("author", "A"),
            ("author_email", "a@b.example"),
            ("maintainer", "A"),
            ("maintainer_email", "a@b.example"),
            ("license", "MIT"),
            ("download_url", "https://a.example"),
            ("platform", "any"),
            ("supported_platform", "x"),
            ("requires_external", "x"),
            ("provides_dist", "x"),
            ("obsoletes_dist", "x"),
            ("import_name", "x"),
            ("import_namespace", "x"),
            ("version", "nonsense"),
            ("requires_python", "nonsense"),
            ("requires_dist", "x y"),
        ] {
            let found = found(&[(field, value)]);
            assert_eq!(found.len(), 1, "{field}: {value}");
            assert_eq!(found[0].field.form(), field);
        }
    }

    #[test]
    fn no_field_is_forgotten() {
        let free = [Field::MetadataVersion, Field::Requires, Field::Provides, Field::Obsoletes];
        for field in Field::all().filter(|field| !free.contains(field)) {
            assert_eq!(found(&[(field.form(), "other text")]).len(), 1, "{field}");
        }
    }

    #[test]
    fn a_contradiction_names_the_field_and_both_values() {
        assert_eq!(
            found(&[("requires_python", ">=3.8")])[0].to_string(),
            "`requires_python` contradicts the file's own metadata: the form says `>=3.8`, the file says `>=3.9,<4`; \
             upload with values read from this file"
        );
        assert_eq!(
            found(&[("requires_dist", "b"), ("requires_dist", "c")])[0].to_string(),
            "`requires_dist` contradicts the file's own metadata: the form says `c`, the file says \
             `requests[socks] >=2,<3 ; os_name == \"nt\"`; upload with values read from this file"
        );
        assert!(found(&[("author", "A")])[0].to_string().contains("the form says `A`, the file says nothing"));
    }

    #[test]
    fn long_values_are_shortened() {
        let contradiction = &found(&[("description", &"x".repeat(1_000_000))])[0];
        assert_eq!(contradiction.form_value, format!("{0}...{0}", "x".repeat(30)));
    }

    #[test]
    fn a_form_that_leaves_out_what_is_new_in_the_file_is_fine() {
        // What Flit 4.2 sends for a file of metadata 2.5: an older version, no licence fields,
        // a description without its last line break.
        let pairs = [
            ("metadata_version", "2.3"),
            ("name", "Zope.Interface"),
            ("version", "1.0"),
            ("summary", "Cheese"),
            ("home_page", "https://a.example"),
            ("keywords", "a,b c"),
            ("description", "# Cheese\n\nText"),
            ("platform", ""),
            ("license", ""),
            ("provides", "zope"),
            ("requires_python", ">=3.9,<4"),
            ("project_urls", "Docs, https://a.example/docs"),
        ];
        assert_eq!(found(&pairs), []);
    }

    #[test]
    fn fields_that_pep_345_replaced_count_only_where_the_file_gives_them() {
        assert_eq!(found(&[("provides", "zope"), ("requires", "x"), ("obsoletes", "y")]), []);
        let old = "Metadata-Version: 1.1\nName: a\nVersion: 1\nProvides: a\nRequires: b\nObsoletes: c\n";
        for field in ["provides", "requires", "obsoletes"] {
            assert_eq!(found_in(old, &[(field, "z")]).len(), 1, "{field}");
        }
    }

    #[test]
    fn a_licence_file_header_before_2_4_is_not_compared() {
        let old = "Metadata-Version: 2.1\nName: a\nVersion: 1\nLicense-File: LICENSE\n";
        assert_eq!(found_in(old, &[("license_file", "LICENSE")]), []);
    }

    #[test]
    fn folded_values_are_compared_without_their_folds() {
        let old = "Metadata-Version: 1.1\nName: a\nVersion: 1\nLicense: one\n        two\nDescription: T\n       |=\n       |\n       |x\n";
        assert_eq!(found_in(old, &[("license", "one two"), ("description", "T\n=\n\nx")]), []);
        assert_eq!(
            found_in(old, &[("license", "one\n        two"), ("description", "T\n       |=\n       |\n       |x")]),
            []
        );
        assert_eq!(found_in(old, &[("description", "T\n=\n\ny")]).len(), 1);
    }

    proptest! {
        #[test]
        fn no_form_makes_the_comparison_panic(pairs in prop::collection::vec((0..32_usize, "\\PC{0,40}"), 0..6)) {
            let form: FormFields = pairs
                .into_iter()
                .map(|(place, value)| (Field::all().nth(place).unwrap().form().to_owned(), value))
                .collect();
            let file = CoreMetadata::from_file(FILE.as_bytes()).unwrap();
            if let Ok(form) = form.metadata() {
                prop_assert!(contradictions(&form, &file).len() <= 31);
            }
        }
    }
}
