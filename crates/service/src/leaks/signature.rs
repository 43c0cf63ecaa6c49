//! The signature of a report: ECDSA on P-256 with SHA-256, over the body as it came.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// Whether `signature`, in base64, is that of the key in PEM over `body`.
///
/// What cannot be read does not hold.
pub(super) fn holds(pem: &str, signature: &str, body: &[u8]) -> bool {
    let (Some(key), Ok(signature)) = (der(pem), STANDARD.decode(signature.trim())) else {
        return false;
    };
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(body, &signature).is_ok()
}

/// The SubjectPublicKeyInfo of a PEM text (RFC 7468 13).
fn der(pem: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once(BEGIN)?;
    let (encoded, _) = rest.split_once(END)?;
    let encoded: String = encoded.split_whitespace().collect();
    STANDARD.decode(encoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::scanner::SoftScanner;

    #[test]
    fn a_signature_holds_over_the_very_bytes() {
        let scanner = SoftScanner::new(1);
        let signature = scanner.sign(b"[]");
        assert!(holds(&scanner.pem(), &signature, b"[]"));
        assert!(holds(&scanner.pem().replace('\n', "\r\n"), &format!("{signature}\n"), b"[]"));
        assert!(!holds(&scanner.pem(), &signature, b"[] "));
    }

    #[test]
    fn another_key_or_garbage_never_holds() {
        let (scanner, other) = (SoftScanner::new(1), SoftScanner::new(2));
        let signature = scanner.sign(b"[]");
        assert!(!holds(&other.pem(), &signature, b"[]"));
        for pem in ["", BEGIN, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "?"] {
            assert!(!holds(pem, &signature, b"[]"), "{pem}");
        }
        for signature in ["", "AAAA", "?", &signature[4..]] {
            assert!(!holds(&scanner.pem(), signature, b"[]"), "{signature}");
        }
    }
}
