//! `[webauthn]`: what is known of security keys.

use super::{layers::Layers, setting::Setting};
use domain::fido::FidoModels;
use std::sync::Arc;

pub(crate) const SETTINGS: &[Setting] = &[Setting::new(
    "webauthn.metadata_file",
    "",
    "The blob of the FIDO Metadata Service as it was downloaded; it gives security keys the names of their models.",
)];

/// What is known of security keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Webauthn {
    pub(crate) models: Arc<FidoModels>,
}

impl Webauthn {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let models = layers.parse_optional("webauthn.metadata_file", |path| {
            let text = std::fs::read_to_string(path).map_err(|error| format!("not readable: `{path}`: {error}"))?;
            FidoModels::parse(&text).map_err(|error| format!("not FIDO metadata: `{path}`: {error}"))
        })?;
        Some(Self { models: Arc::new(models.unwrap_or_default()) })
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Problems, Sources};

    fn read(text: &str) -> Result<Config, Problems> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("blob.jwt");
        std::fs::write(&path, text).unwrap();
        let variable = ("FROMAGERIE__WEBAUTHN__METADATA_FILE".to_owned(), path.display().to_string());
        Config::read(&Sources { environment: vec![variable], ..Sources::default() })
    }

    #[test]
    fn models_come_from_the_file() {
        let config = read(
            r#"{"entries": [{"aaguid": "00000000-0000-0000-0000-00000000000a",
                             "metadataStatement": {"description": "Cheddar Key"}}]}"#,
        );
        assert_eq!(config.unwrap().webauthn.models.len(), 1);
        assert!(Config::read(&Sources::default()).unwrap().webauthn.models.is_empty());
    }

    #[test]
    fn a_file_that_is_none_is_told() {
        let problems = read("hello").unwrap_err();
        assert!(problems.to_string().contains("not FIDO metadata: `"), "{problems}");
    }
}
