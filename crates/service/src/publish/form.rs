//! The second stage: what the form claims.

use super::refusal::PublishRefused;
use domain::files::FileKind;
use packaging::{
    digest::{Blake2bHex, Digests, Md5Hex, Sha256Hex},
    filename::DistributionFilename,
    metadata::{FormFields, MetadataVersion, RawMetadata},
    name::ProjectName,
    shown::shortened,
    version::Version,
};

/// The form of an upload, checked as far as it can be without the file.
#[derive(Clone, Debug)]
pub struct UploadForm {
    pub name: ProjectName,
    pub version: Version,
    pub filename: DistributionFilename,
    pub kind: FileKind,
    /// `source` for an sdist, the interpreter tag for a wheel.
    pub python_tag: String,
    pub comment: Option<String>,
    pub claimed: ClaimedDigests,
    /// The core metadata that the form carries, to be held against the file's own.
    pub metadata: RawMetadata,
}

/// The digests that the form carries: any of them, at least one.
#[derive(Clone, Debug, Default)]
pub struct ClaimedDigests {
    pub md5: Option<Md5Hex>,
    pub sha256: Option<Sha256Hex>,
    pub blake2b: Option<Blake2bHex>,
}

impl UploadForm {
    /// Reads the form; `filename` is that of the part `content`.
    pub fn parse(fields: &FormFields, filename: &str) -> Result<Self, PublishRefused> {
        if let Some(protocol) = fields.single("protocol_version")?.filter(|protocol| *protocol != "1") {
            return Err(PublishRefused::ProtocolVersion(shortened(protocol)));
        }
        if let Some(declared) = fields.single("metadata_version")? {
            MetadataVersion::parse(declared).map_err(|refusal| invalid("metadata_version", refusal))?;
        }
        let name = required(fields, "name")?;
        let name = ProjectName::new(name).map_err(|refusal| invalid("name", refusal))?;
        let version = parse_version(required(fields, "version")?)?;
        let kind = required(fields, "filetype")?;
        let kind = FileKind::from_package_type(kind).ok_or_else(|| {
            invalid("filetype", format!("`{}` is not taken; use `sdist` or `bdist_wheel`", shortened(kind)))
        })?;
        let python_tag = parse_python_tag(fields, kind)?;
        let claimed = ClaimedDigests::parse(fields)?;
        let metadata = fields.metadata()?;
        let filename = DistributionFilename::parse(filename)?;
        if filename.filetype() != kind.package_type() {
            let problem = format!("`{}` is not the type of the file `{}`", kind.package_type(), filename.as_str());
            return Err(invalid("filetype", problem));
        }
        filename.check_belongs(name.normalized(), &version)?;
        let comment = fields.single("comment")?.map(str::to_owned);
        Ok(Self { name, version, filename, kind, python_tag, comment, claimed, metadata })
    }
}

impl ClaimedDigests {
    fn parse(fields: &FormFields) -> Result<Self, PublishRefused> {
        let md5 = fields.single("md5_digest")?.map(Md5Hex::parse).transpose();
        let sha256 = fields.single("sha256_digest")?.map(Sha256Hex::parse).transpose();
        let blake2b = fields.single("blake2_256_digest")?.map(Blake2bHex::parse).transpose();
        let claimed = Self {
            md5: md5.map_err(|refusal| invalid("md5_digest", refusal))?,
            sha256: sha256.map_err(|refusal| invalid("sha256_digest", refusal))?,
            blake2b: blake2b.map_err(|refusal| invalid("blake2_256_digest", refusal))?,
        };
        if claimed.md5.is_none() && claimed.sha256.is_none() && claimed.blake2b.is_none() {
            let problem = "at least one of `md5_digest`, `sha256_digest` and `blake2_256_digest` is needed";
            return Err(invalid("sha256_digest", problem));
        }
        Ok(claimed)
    }

    /// Every digest that was sent must be that of the bytes that arrived.
    pub fn check(&self, computed: &Digests) -> Result<(), PublishRefused> {
        let pairs = [
            ("MD5", self.md5.as_ref().map(Md5Hex::as_str), computed.md5.as_str()),
            ("SHA-256", self.sha256.as_ref().map(Sha256Hex::as_str), computed.sha256.as_str()),
            ("BLAKE2b-256", self.blake2b.as_ref().map(Blake2bHex::as_str), computed.blake2b.as_str()),
        ];
        for (algorithm, claimed, computed) in pairs {
            if let Some(claimed) = claimed.filter(|claimed| *claimed != computed) {
                let (claimed, computed) = (claimed.to_owned(), computed.to_owned());
                return Err(PublishRefused::Digest { algorithm, claimed, computed });
            }
        }
        Ok(())
    }
}

fn required<'f>(fields: &'f FormFields, field: &str) -> Result<&'f str, PublishRefused> {
    fields.single(field)?.ok_or_else(|| invalid(field, "this field is required"))
}

fn parse_version(given: &str) -> Result<Version, PublishRefused> {
    let version = Version::parse(given).map_err(|refusal| invalid("version", refusal))?;
    if version.has_local() {
        let problem = format!("`{}` has a local part; local versions are not published, see PEP 440", shortened(given));
        return Err(invalid("version", problem));
    }
    Ok(version)
}

fn parse_python_tag(fields: &FormFields, kind: FileKind) -> Result<String, PublishRefused> {
    match (kind, fields.single("pyversion")?) {
        (FileKind::Sdist, None | Some("source")) => Ok("source".to_owned()),
        (FileKind::Sdist, Some(other)) => {
            Err(invalid("pyversion", format!("`{}` does not go with an sdist; use `source`", shortened(other))))
        }
        (FileKind::Wheel, Some(tag)) if tag.len() <= 100 && tag.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Ok(tag.to_owned())
        }
        (FileKind::Wheel, Some(tag)) => Err(invalid("pyversion", format!("`{}` is not a tag", shortened(tag)))),
        (FileKind::Wheel, None) => Err(invalid("pyversion", "this field is required for a wheel")),
    }
}

fn invalid(field: &str, problem: impl std::fmt::Display) -> PublishRefused {
    PublishRefused::Field { field: field.to_owned(), problem: problem.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn parse(change: impl FnOnce(&mut Vec<(String, String)>)) -> Result<UploadForm, PublishRefused> {
        let fields = [
            ("metadata_version", "2.4"),
            ("name", "Demo_Project"),
            ("version", "1.0"),
            ("filetype", "bdist_wheel"),
            ("pyversion", "py3"),
            ("sha256_digest", SHA256),
        ];
        let mut fields: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        change(&mut fields);
        UploadForm::parse(&FormFields::new(fields), "demo_project-1.0-py3-none-any.whl")
    }

    fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
        fields.retain(|(field, _)| field != name);
        fields.push((name.to_owned(), value.to_owned()));
    }

    #[test]
    fn a_form_of_twine_is_read() {
        let form = parse(|_| ()).unwrap();
        assert_eq!(form.name.normalized().as_str(), "demo-project");
        assert_eq!(form.kind, FileKind::Wheel);
    }

    #[test]
    fn each_broken_field_is_named() {
        for (field, value) in [
            ("protocol_version", "2"),
            ("metadata_version", "9.9"),
            ("name", "-demo"),
            ("version", "1.0+local"),
            ("version", "one"),
            ("filetype", "bdist_egg"),
            ("filetype", "sdist"),
            ("pyversion", "a b"),
            ("sha256_digest", "abc"),
        ] {
            let refusal = parse(|fields| set(fields, field, value)).unwrap_err().to_string();
            let named = refusal.contains(field) || field == "protocol_version" || value == "sdist";
            assert!(named, "{field}={value}: {refusal}");
        }
    }

    #[test]
    fn a_form_without_any_digest_is_refused() {
        let refusal = parse(|fields| fields.retain(|(name, _)| name != "sha256_digest")).unwrap_err();
        assert!(refusal.to_string().contains("at least one"), "{refusal}");
    }

    #[test]
    fn a_wrong_digest_is_refused_with_both_values() {
        let form = parse(|_| ()).unwrap();
        form.claimed.check(&Digests::of(b"")).unwrap();
        let refusal = form.claimed.check(&Digests::of(b"x")).unwrap_err().to_string();
        assert!(refusal.contains(SHA256), "{refusal}");
    }
}
