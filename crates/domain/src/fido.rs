//! FIDO: the model names of authenticators, from an operator's metadata file.
//!
//! The file is the blob of the FIDO Metadata Service (version 3), as it is
//! downloaded (a JWT) or only its payload (JSON). Its signature is not examined: the
//! names are shown to people and decide nothing.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

/// Characters of a model name that are shown.
const LONGEST_NAME: usize = 100;

/// Where the AAGUID stands in authenticator data: behind the hash of the RP id, the
/// flags and the counter (WebAuthn level 3, 6.5.1).
const AAGUID: std::ops::Range<usize> = 37..53;

/// Model names by AAGUID.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FidoModels(HashMap<Uuid, String>);

/// Why a text is no FIDO metadata.
#[derive(Debug, thiserror::Error)]
pub enum FidoError {
    #[error("the FIDO metadata is neither JSON nor a JWT with a payload in base64url")]
    Form,
    #[error("the FIDO metadata cannot be read as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct Blob {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    /// Absent for U2F and UAF authenticators, which have no AAGUID.
    aaguid: Option<Uuid>,
    metadata_statement: Option<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    description: Option<String>,
}

impl FidoModels {
    /// Reads the metadata blob.
    ///
    /// # Errors
    /// [`FidoError`] if it is neither the JWT nor its payload.
    pub fn parse(text: &str) -> Result<Self, FidoError> {
        let text = text.trim();
        let blob: Blob = if text.starts_with('{') {
            serde_json::from_str(text)?
        } else {
            let payload = text.split('.').nth(1).ok_or(FidoError::Form)?;
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).map_err(|_| FidoError::Form)?)?
        };
        let named = blob.entries.into_iter().filter_map(|entry| {
            let description = entry.metadata_statement?.description?;
            Some((entry.aaguid?, one_line(&description)))
        });
        Ok(Self(named.filter(|(_, name)| !name.is_empty()).collect()))
    }

    /// The name of a model, if the file has one.
    pub fn model(&self, aaguid: Uuid) -> Option<&str> {
        self.0.get(&aaguid).map(String::as_str)
    }

    /// How many models have a name.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The AAGUID in authenticator data; `None` where it is absent or all zero.
pub fn aaguid(authenticator_data: &[u8]) -> Option<Uuid> {
    let aaguid = Uuid::from_slice(authenticator_data.get(AAGUID)?).ok()?;
    (!aaguid.is_nil()).then_some(aaguid)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(|character: char| character.is_whitespace() || character.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAYLOAD: &str = r#"{
        "legalHeader": "x", "no": 3, "nextUpdate": "2026-12-01",
        "entries": [
            {"aaguid": "00000000-0000-0000-0000-00000000000a",
             "metadataStatement": {"description": "Cheddar Key\n 5", "protocolFamily": "fido2"}, "statusReports": []},
            {"aaid": "1234#5678", "metadataStatement": {"description": "An older one"}},
            {"aaguid": "00000000-0000-0000-0000-00000000000b"}
        ]
    }"#;

    #[test]
    fn models_have_names_by_their_aaguid() {
        let models = FidoModels::parse(PAYLOAD).unwrap();
        assert_eq!(models.model(Uuid::from_u128(10)), Some("Cheddar Key 5"));
        assert_eq!(models.model(Uuid::from_u128(11)), None);
        assert_eq!(models.len(), 1);
    }

    #[test]
    fn the_blob_may_still_be_the_token_that_was_downloaded() {
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(PAYLOAD));
        assert_eq!(FidoModels::parse(&token).unwrap(), FidoModels::parse(PAYLOAD).unwrap());
    }

    #[test]
    fn anything_else_is_no_metadata() {
        assert!(matches!(FidoModels::parse("hello"), Err(FidoError::Form)));
        assert!(matches!(FidoModels::parse("a.b c.d"), Err(FidoError::Form)));
        assert!(matches!(FidoModels::parse("{}"), Err(FidoError::Json(_))));
    }

    #[test]
    fn the_aaguid_stands_behind_the_counter() {
        let mut data = vec![0; 60];
        assert_eq!(aaguid(&data), None);
        data[52] = 10;
        assert_eq!(aaguid(&data), Some(Uuid::from_u128(10)));
        assert_eq!(aaguid(&data[..50]), None);
    }
}
