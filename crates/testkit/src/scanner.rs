//! A secret scanner in software: it signs reports of leaked tokens as the real ones do.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use sha2::{Digest as _, Sha256};

/// What stands before the point of a P-256 key in a SubjectPublicKeyInfo (RFC 5480 2).
const P256_INFO: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// A scanner with one key; another seed is another key.
pub struct SoftScanner(SigningKey);

impl SoftScanner {
    /// # Panics
    ///
    /// For one seed in 2^32, whose digest is no scalar.
    pub fn new(seed: u8) -> Self {
        let secret = Sha256::digest([b's', seed]);
        Self(SigningKey::from_slice(&secret).expect("a digest is a scalar but for one in 2^32"))
    }

    /// Its public key as key lists have it.
    pub fn pem(&self) -> String {
        let point = self.0.verifying_key().to_sec1_point(false);
        let text = STANDARD.encode([&P256_INFO[..], point.as_bytes()].concat());
        let lines: Vec<String> = text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into()).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// The signature of a body, as it stands in the header.
    pub fn sign(&self, body: &[u8]) -> String {
        let signature: Signature = self.0.sign(body);
        STANDARD.encode(signature.to_der().as_bytes())
    }
}
