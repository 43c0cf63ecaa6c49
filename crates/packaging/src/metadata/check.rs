//! From fields to core metadata: every rule of the specification and of the upload contract.

use std::collections::HashSet;
use std::str::FromStr;

use super::{CoreMetadata, DescriptionContentType, Field, MetadataError, MetadataVersion, RawMetadata, rules};
use crate::classifiers;
use crate::license::{self, LicenseExpression};
use crate::name::{NormalizedName, ProjectName};
use crate::requirement::Requirement;
use crate::shown::shortened;
use crate::specifiers::VersionSpecifiers;
use crate::version::Version;

/// Characters of a summary.
const MAXIMUM_SUMMARY: usize = 512;
/// Characters of the label of a project URL.
const MAXIMUM_LABEL: usize = 32;

/// Applies the rules; the first that fails decides.
pub(super) fn check(raw: &RawMetadata) -> Result<CoreMetadata, MetadataError> {
    let metadata_version = MetadataVersion::parse(required(raw, Field::MetadataVersion)?)?;
    let name = ProjectName::new(required(raw, Field::Name)?).map_err(MetadataError::Name)?;
    let version = version(required(raw, Field::Version)?)?;
    known_to(metadata_version, raw)?;
    let (license, license_expression) = licenses(raw)?;
    Ok(CoreMetadata {
        metadata_version,
        name,
        version,
        dynamic: dynamic(raw)?,
        platforms: texts(raw, Field::Platform),
        supported_platforms: texts(raw, Field::SupportedPlatform),
        summary: summary(raw)?,
        description: text(raw, Field::Description),
        description_content_type: content_type(raw)?,
        keywords: text(raw, Field::Keywords),
        home_page: url(raw, Field::HomePage)?,
        download_url: url(raw, Field::DownloadUrl)?,
        author: text(raw, Field::Author),
        author_email: addresses(raw, Field::AuthorEmail)?,
        maintainer: text(raw, Field::Maintainer),
        maintainer_email: addresses(raw, Field::MaintainerEmail)?,
        license,
        license_expression,
        license_files: license_files(metadata_version, raw)?,
        classifiers: classifiers(raw)?,
        requires_dist: requirements(raw, Field::RequiresDist)?,
        requires_python: requires_python(raw)?,
        requires_external: texts(raw, Field::RequiresExternal),
        project_urls: project_urls(raw)?,
        provides_extra: provides_extra(raw)?,
        provides_dist: requirements(raw, Field::ProvidesDist)?,
        obsoletes_dist: requirements(raw, Field::ObsoletesDist)?,
        requires: texts(raw, Field::Requires),
        provides: texts(raw, Field::Provides),
        obsoletes: texts(raw, Field::Obsoletes),
        import_names: import_names(raw, Field::ImportName)?,
        import_namespaces: import_names(raw, Field::ImportNamespace)?,
    })
}

/// No field may be newer than the declared version.
fn known_to(declared: MetadataVersion, raw: &RawMetadata) -> Result<(), MetadataError> {
    // setuptools wrote `License-File` years before 2.4 defined it; there it means nothing.
    let newer = raw.fields().find(|field| field.since() > declared && *field != Field::LicenseFile);
    match newer {
        Some(field) => Err(MetadataError::TooNew { field, declared }),
        None => Ok(()),
    }
}

fn version(given: &str) -> Result<Version, MetadataError> {
    let version = Version::parse(given).map_err(MetadataError::Version)?;
    if !version.has_local() {
        return Ok(version);
    }
    let normalized = version.normalized();
    let public = normalized.split('+').next().unwrap_or_default();
    Err(MetadataError::LocalVersion { shown: shortened(given), public: shortened(public) })
}

fn dynamic(raw: &RawMetadata) -> Result<Vec<String>, MetadataError> {
    raw.all(Field::Dynamic)
        .iter()
        .map(|given| match Field::from_header(given.trim()) {
            Some(Field::Name | Field::Version | Field::MetadataVersion) => {
                Err(value_error(Field::Dynamic, "the field can never be dynamic", given, "take it out of the list"))
            }
            // The field cannot speak of itself.
            None | Some(Field::Dynamic) => Err(value_error(
                Field::Dynamic,
                "it names no field of core metadata",
                given,
                "name fields as in the specification, such as `Requires-Dist`",
            )),
            Some(field) => Ok(field.header().to_ascii_lowercase()),
        })
        .collect()
}

fn summary(raw: &RawMetadata) -> Result<Option<String>, MetadataError> {
    let Some(summary) = raw.one(Field::Summary) else {
        return Ok(None);
    };
    let refused = |reason| Err(value_error(Field::Summary, reason, summary, "write one short line"));
    if summary.contains(['\n', '\r']) {
        return refused("it has more than one line");
    }
    if summary.chars().count() > MAXIMUM_SUMMARY {
        return refused("it has more than 512 characters");
    }
    Ok(Some(summary.to_owned()))
}

fn content_type(raw: &RawMetadata) -> Result<Option<DescriptionContentType>, MetadataError> {
    let Some(given) = raw.one(Field::DescriptionContentType) else {
        return Ok(None);
    };
    match DescriptionContentType::parse(given) {
        Ok(content_type) => Ok(Some(content_type)),
        Err(error) => Err(value_error(
            Field::DescriptionContentType,
            error.reason,
            given,
            "write it such as `text/markdown; charset=UTF-8; variant=GFM`",
        )),
    }
}

fn url(raw: &RawMetadata, field: Field) -> Result<Option<String>, MetadataError> {
    match raw.one(field) {
        Some(given) if !rules::is_url(given.trim()) => {
            Err(value_error(field, "it is no URL", given, "write it such as `https://example.com/project`"))
        }
        Some(given) => Ok(Some(given.trim().to_owned())),
        None => Ok(None),
    }
}

fn addresses(raw: &RawMetadata, field: Field) -> Result<Option<String>, MetadataError> {
    match raw.one(field) {
        Some(given) if !rules::is_address_list(given) => {
            Err(value_error(field, "it is no address", given, "write it such as `Jo Doe <jo@example.com>`"))
        }
        Some(given) => Ok(Some(given.to_owned())),
        None => Ok(None),
    }
}

fn licenses(raw: &RawMetadata) -> Result<(Option<String>, Option<LicenseExpression>), MetadataError> {
    let license = text(raw, Field::License);
    let expression = raw.one(Field::LicenseExpression).map(LicenseExpression::parse).transpose()?;
    if license.is_some() && expression.is_some() {
        return Err(MetadataError::LicenseTwice);
    }
    Ok((license, expression))
}

fn license_files(declared: MetadataVersion, raw: &RawMetadata) -> Result<Vec<String>, MetadataError> {
    if declared < Field::LicenseFile.since() {
        return Ok(Vec::new());
    }
    let paths = texts(raw, Field::LicenseFile);
    for path in &paths {
        license::check_path(path)?;
    }
    Ok(paths)
}

fn classifiers(raw: &RawMetadata) -> Result<Vec<String>, MetadataError> {
    let given: Vec<String> = raw.all(Field::Classifier).iter().map(|value| value.trim().to_owned()).collect();
    for classifier in &given {
        classifiers::check(classifier)?;
    }
    Ok(given)
}

fn requirements(raw: &RawMetadata, field: Field) -> Result<Vec<Requirement>, MetadataError> {
    raw.all(field)
        .iter()
        .map(|given| {
            let requirement =
                Requirement::from_str(given).map_err(|error| MetadataError::Requirement { field, error })?;
            match requirement.direct_reference() {
                Some(_) => Err(MetadataError::DirectReference { field, shown: shortened(given) }),
                None => Ok(requirement),
            }
        })
        .collect()
}

fn requires_python(raw: &RawMetadata) -> Result<Option<VersionSpecifiers>, MetadataError> {
    raw.one(Field::RequiresPython).map(VersionSpecifiers::parse).transpose().map_err(MetadataError::RequiresPython)
}

fn project_urls(raw: &RawMetadata) -> Result<Vec<String>, MetadataError> {
    let given = texts(raw, Field::ProjectUrl);
    let mut labels = HashSet::new();
    for value in &given {
        let refused = |reason| {
            let hint = "write it such as `Documentation, https://example.com/docs`, each label once";
            Err(value_error(Field::ProjectUrl, reason, value, hint))
        };
        let Some((label, url)) = rules::label_and_url(value) else {
            return refused("it is not a label and a URL with a comma between them");
        };
        if label.is_empty() {
            return refused("the label is empty");
        }
        if label.chars().count() > MAXIMUM_LABEL || label.chars().any(char::is_control) {
            return refused("the label is not one line of at most 32 characters");
        }
        if !rules::is_url(url) {
            return refused("it holds no http or https URL");
        }
        if !labels.insert(label) {
            return refused("the label is given twice");
        }
    }
    Ok(given)
}

fn provides_extra(raw: &RawMetadata) -> Result<Vec<NormalizedName>, MetadataError> {
    raw.all(Field::ProvidesExtra)
        .iter()
        .map(|given| NormalizedName::from_any(given.trim()).map_err(MetadataError::Extra))
        .collect()
}

fn import_names(raw: &RawMetadata, field: Field) -> Result<Vec<String>, MetadataError> {
    let given = texts(raw, field);
    match given.iter().find(|name| !rules::is_import_name(name)) {
        Some(name) => Err(value_error(
            field,
            "it is no importable name",
            name,
            "write it such as `package.module`, with `; private` after it where it is private",
        )),
        None => Ok(given),
    }
}

fn required(raw: &RawMetadata, field: Field) -> Result<&str, MetadataError> {
    raw.one(field).ok_or(MetadataError::Missing(field))
}

fn text(raw: &RawMetadata, field: Field) -> Option<String> {
    raw.one(field).map(str::to_owned)
}

fn texts(raw: &RawMetadata, field: Field) -> Vec<String> {
    raw.all(field).to_vec()
}

fn value_error(field: Field, reason: &'static str, value: &str, hint: &'static str) -> MetadataError {
    MetadataError::Value { field, reason, shown: shortened(value), hint }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Metadata of version 2.5 with these header lines, and with others that are required.
    fn with(lines: &str) -> Result<CoreMetadata, MetadataError> {
        CoreMetadata::from_file(format!("Metadata-Version: 2.5\nName: a\nVersion: 1.0\n{lines}\n").as_bytes())
    }

    fn good(lines: &str) -> CoreMetadata {
        with(lines).unwrap_or_else(|error| panic!("{error}"))
    }

    const EVERYTHING: &str = "\
Dynamic: Requires-Dist
Platform: any
Supported-Platform: x
Summary: Cheese
Description-Content-Type: text/markdown
Keywords: a,b
Home-page: https://a.example
Download-URL: https://a.example/x
Author: A
Author-email: A <a@b.example>
Maintainer: M
Maintainer-email: m@b.example
License-Expression: mit
License-File: LICENSE
Classifier: Typing :: Typed
Requires-Dist: requests >=2
Requires-Python: >=3.9
Requires-External: libc
Project-URL: Docs, https://a.example/docs
Provides-Extra: Extra_One
Provides-Dist: b
Obsoletes-Dist: c
Requires: d
Provides: e
Obsoletes: f
Import-Name: a
Import-Namespace: b

# Cheese
";

    #[test]
    fn every_field_of_the_newest_version_is_read() {
        let metadata = good(EVERYTHING);
        assert_eq!(metadata.metadata_version, MetadataVersion::V2_5);
        assert_eq!(metadata.dynamic, ["requires-dist"]);
        assert_eq!(metadata.description.as_deref(), Some("# Cheese\n\n"));
        assert_eq!(metadata.license_expression.as_ref().map(LicenseExpression::as_str), Some("MIT"));
        assert_eq!(metadata.provides_extra[0].as_str(), "extra-one");
        assert_eq!(metadata.project_urls(), [("Docs", "https://a.example/docs")]);
        assert_eq!(metadata.keywords(), ["a", "b"]);
        let json = serde_json::to_value(&metadata).unwrap();
        // All fields but `License`, which excludes the expression.
        assert_eq!(json.as_object().unwrap().len(), 31);
    }

    #[test]
    fn the_json_form_round_trips_and_leaves_out_what_is_absent() {
        let metadata = good(EVERYTHING);
        let json = serde_json::to_string(&metadata).unwrap();
        let read: CoreMetadata = serde_json::from_str(&json).unwrap();
        assert_eq!(read, metadata);
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        let least = serde_json::to_string(&good("")).unwrap();
        assert_eq!(least, r#"{"metadata_version":"2.5","name":"a","version":"1.0"}"#);
    }

    #[test]
    fn the_three_required_fields_must_be_there() {
        for (text, field) in [
            ("Name: a\nVersion: 1", Field::MetadataVersion),
            ("Metadata-Version: 2.1\nVersion: 1", Field::Name),
            ("Metadata-Version: 2.1\nName: a", Field::Version),
            ("", Field::MetadataVersion),
        ] {
            assert_eq!(CoreMetadata::from_file(text.as_bytes()), Err(MetadataError::Missing(field)), "{text}");
        }
        let error = CoreMetadata::from_file(b"Metadata-Version: 2.0\nName: a\nVersion: 1").unwrap_err();
        assert!(matches!(error, MetadataError::MetadataVersion(_)));
    }

    #[test]
    fn a_field_newer_than_the_declared_version_is_refused() {
        for (declared, line, field) in [
            ("1.0", "Classifier: Typing :: Typed", Field::Classifier),
            ("1.1", "Requires-Dist: b", Field::RequiresDist),
            ("1.2", "Provides-Extra: x", Field::ProvidesExtra),
            ("2.1", "Dynamic: License", Field::Dynamic),
            ("2.3", "License-Expression: MIT", Field::LicenseExpression),
            ("2.4", "Import-Name: a", Field::ImportName),
        ] {
            let text = format!("Metadata-Version: {declared}\nName: a\nVersion: 1\n{line}\n");
            let declared = MetadataVersion::parse(declared).unwrap();
            assert_eq!(CoreMetadata::from_file(text.as_bytes()), Err(MetadataError::TooNew { field, declared }));
        }
        assert_eq!(
            MetadataError::TooNew { field: Field::Dynamic, declared: MetadataVersion::V2_1 }.to_string(),
            "`Dynamic` is a field of metadata version 2.2 and later, but the file declares 2.1; build it again \
             with a current build tool"
        );
    }

    #[test]
    fn a_licence_file_before_2_4_means_nothing() {
        let text = "Metadata-Version: 2.1\nName: a\nVersion: 1\nLicense-File: ../LICENSE\n";
        assert!(CoreMetadata::from_file(text.as_bytes()).unwrap().license_files.is_empty());
        assert!(matches!(with("License-File: ../LICENSE"), Err(MetadataError::LicenseFile(_))));
    }

    #[test]
    fn a_local_version_is_refused_with_the_public_one() {
        let error = CoreMetadata::from_file(b"Metadata-Version: 2.1\nName: a\nVersion: 1.0RC1+x\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`Version` has a local part: `1.0RC1+x`; publish it as `1.0rc1`, local versions are for private use"
        );
    }

    #[test]
    fn values_that_break_a_rule_are_refused() {
        for (line, field) in [
            ("Summary: a\n  b", Field::Summary),
            ("Description-Content-Type: text/html", Field::DescriptionContentType),
            ("Home-page: a.example", Field::HomePage),
            ("Download-URL: ftp://a.example", Field::DownloadUrl),
            ("Author-email: nobody", Field::AuthorEmail),
            ("Maintainer-email: x@", Field::MaintainerEmail),
            ("Dynamic: Name", Field::Dynamic),
            ("Dynamic: Colour", Field::Dynamic),
            ("Dynamic: Dynamic", Field::Dynamic),
            ("Project-URL: https://a.example", Field::ProjectUrl),
            ("Project-URL: , https://a.example", Field::ProjectUrl),
            ("Project-URL: a, x", Field::ProjectUrl),
            ("Project-URL: 123456789012345678901234567890123, https://x.example", Field::ProjectUrl),
            ("Project-URL: a, https://a.example\nProject-URL: a,https://b.example", Field::ProjectUrl),
            ("Import-Name: a-b", Field::ImportName),
            ("Import-Namespace: class", Field::ImportNamespace),
        ] {
            assert!(matches!(with(line), Err(MetadataError::Value { field: found, .. }) if found == field), "{line}");
        }
        let long = format!("Summary: {}", "é".repeat(513));
        assert!(matches!(with(&long), Err(MetadataError::Value { field: Field::Summary, .. })));
        assert!(with(&format!("Summary: {}", "é".repeat(512))).is_ok());
    }

    #[test]
    fn values_with_a_type_of_their_own_are_refused_by_it() {
        use MetadataError as E;
        assert!(matches!(with("Classifier: Private :: x"), Err(E::Classifier(_))));
        assert!(matches!(with("Requires-Python: 3"), Err(E::RequiresPython(_))));
        assert!(matches!(with("Requires-Dist: a b"), Err(E::Requirement { field: Field::RequiresDist, .. })));
        assert!(matches!(
            with("Provides-Dist: a @ https://x"),
            Err(E::DirectReference { field: Field::ProvidesDist, .. })
        ));
        assert!(matches!(with("Provides-Extra: a b"), Err(E::Extra(_))));
        assert!(matches!(with("License-Expression: Own"), Err(E::LicenseExpression(_))));
        assert_eq!(with("License-Expression: MIT\nLicense: MIT"), Err(E::LicenseTwice));
        assert!(matches!(CoreMetadata::from_file(b"Metadata-Version: 2.1\nName: a b\nVersion: 1"), Err(E::Name(_))));
        assert!(matches!(CoreMetadata::from_file(b"Metadata-Version: 2.1\nName: a\nVersion: x"), Err(E::Version(_))));
    }

    #[test]
    fn unchecked_fields_take_any_text() {
        let metadata = good("Requires-External: C (>=1), é\nRequires: x\nProvides: ?\nObsoletes: \"");
        assert_eq!(metadata.requires_external, ["C (>=1), é"]);
    }

    proptest! {
        #[test]
        fn no_value_makes_a_rule_panic(place in 0..32_usize, value in "\\PC{0,60}") {
            let field = Field::all().nth(place).unwrap();
            if let Ok(metadata) = with(&format!("{field}: {value}")) {
                let json = serde_json::to_string(&metadata).unwrap();
                prop_assert_eq!(serde_json::from_str::<CoreMetadata>(&json).unwrap(), metadata);
            }
        }
    }
}
