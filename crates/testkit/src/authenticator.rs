//! A security key in software, for tests of WebAuthn: attestation `none`, ES256.
//!
//! It takes what a page hands to `navigator.credentials` and answers with the JSON of a
//! `PublicKeyCredential`. What it would never do by itself, a test makes it do by
//! changing its fields.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Flags of authenticator data (WebAuthn level 3, 6.1).
const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const CREDENTIAL_DATA: u8 = 0x40;

/// An authenticator and the browser it is plugged into.
#[derive(Clone)]
pub struct SoftAuthenticator {
    /// What the browser says it shows.
    pub origin: String,
    /// Instead of the challenge that was handed out.
    pub challenge: Option<String>,
    /// Instead of the RP id that was asked for.
    pub rp_id: Option<String>,
    /// Whether it knows its owner, by a PIN or a finger.
    pub verifies_user: bool,
    /// The model; all zero tells none.
    pub aaguid: [u8; 16],
    /// Whether it counts its answers; many passkeys do not.
    pub has_counter: bool,
    /// Instead of that of the account.
    pub user_handle: Option<Vec<u8>>,
    /// Answers so far.
    counter: u32,
    seed: u8,
    credentials: Vec<Credential>,
}

#[derive(Clone)]
struct Credential {
    id: Vec<u8>,
    key: SigningKey,
    user_handle: Vec<u8>,
}

impl SoftAuthenticator {
    /// An authenticator without credentials; another seed is another authenticator.
    pub fn new(origin: &str, seed: u8) -> Self {
        Self {
            origin: origin.to_owned(),
            challenge: None,
            rp_id: None,
            verifies_user: true,
            aaguid: [0; 16],
            has_counter: true,
            user_handle: None,
            counter: 0,
            seed,
            credentials: Vec::new(),
        }
    }

    /// Answers `navigator.credentials.create()`.
    ///
    /// # Panics
    ///
    /// When the options are not those of a registration.
    pub fn register(&mut self, options: &Value) -> String {
        let options = &options["publicKey"];
        let number = u8::try_from(self.credentials.len()).expect("a test makes few credentials");
        let secret = Sha256::digest([b'k', self.seed, number]);
        let key = SigningKey::from_slice(&secret).expect("a digest is a scalar but for one in 2^32");
        let id = Sha256::digest([b'i', self.seed, number]).to_vec();
        let user_handle = bytes_of(&options["user"]["id"]);
        self.credentials.push(Credential { id: id.clone(), key: key.clone(), user_handle });

        let mut data = self.authenticator_data(options["rp"]["id"].as_str(), CREDENTIAL_DATA);
        data.extend(self.aaguid);
        data.extend([0, u8::try_from(id.len()).expect("an id has 32 bytes")]);
        data.extend(&id);
        data.extend(public_key(&key));
        let answer = json!({
            "id": text_of(&id), "rawId": text_of(&id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "attestationObject": text_of(&attestation(&data)),
                "clientDataJSON": text_of(&self.client_data("webauthn.create", options)),
                "transports": ["usb", "a transport of tomorrow"],
            },
        });
        answer.to_string()
    }

    /// Answers `navigator.credentials.get()` with its newest credential.
    ///
    /// # Panics
    ///
    /// When it has none, or the options are not those of an authentication.
    pub fn authenticate(&mut self, options: &Value) -> String {
        let options = &options["publicKey"];
        let credential = self.credentials.last().expect("it has a credential").clone();
        let data = self.authenticator_data(options["rpId"].as_str(), 0);
        let client_data = self.client_data("webauthn.get", options);
        let signed = [&data[..], &Sha256::digest(&client_data)[..]].concat();
        let signature: Signature = credential.key.sign(&signed);
        let user_handle = self.user_handle.as_ref().unwrap_or(&credential.user_handle);
        let answer = json!({
            "id": text_of(&credential.id), "rawId": text_of(&credential.id), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": text_of(&data),
                "clientDataJSON": text_of(&client_data),
                "signature": text_of(signature.to_der().as_bytes()),
                "userHandle": text_of(user_handle),
            },
        });
        answer.to_string()
    }

    /// Hash of the RP id, flags, counter (WebAuthn level 3, 6.1).
    fn authenticator_data(&mut self, rp_id: Option<&str>, flags: u8) -> Vec<u8> {
        self.counter += u32::from(self.has_counter);
        let rp_id = self.rp_id.as_deref().or(rp_id).expect("the options name the relying party");
        let verified = if self.verifies_user { USER_VERIFIED } else { 0 };
        let mut data = Sha256::digest(rp_id).to_vec();
        data.push(USER_PRESENT | verified | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let handed_out = options["challenge"].as_str().expect("the options have a challenge");
        let challenge = self.challenge.as_deref().unwrap_or(handed_out);
        let client_data = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        client_data.to_string().into_bytes()
    }
}

/// The key as COSE has it (RFC 9053 7.1), in CBOR: EC2, ES256, P-256, x, y.
fn public_key(key: &SigningKey) -> Vec<u8> {
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = (point.x().expect("the point is whole"), point.y().expect("the point is whole"));
    let mut cbor = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
    cbor.extend(x);
    cbor.extend([0x22, 0x58, 32]);
    cbor.extend(y);
    cbor
}

/// `{"fmt": "none", "attStmt": {}, "authData": …}` in CBOR.
fn attestation(data: &[u8]) -> Vec<u8> {
    let mut cbor = vec![0xa3];
    for text in ["fmt", "none", "attStmt"] {
        cbor.push(0x60 | u8::try_from(text.len()).expect("the word is short"));
        cbor.extend(text.as_bytes());
    }
    cbor.push(0xa0);
    cbor.push(0x68);
    cbor.extend(b"authData");
    cbor.extend([0x58, u8::try_from(data.len()).expect("the data is short")]);
    cbor.extend(data);
    cbor
}

fn text_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes_of(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().expect("bytes are text")).expect("bytes are base64url")
}
