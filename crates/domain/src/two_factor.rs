//! Second factors: TOTP secrets (RFC 6238).

use totp_rs::{Builder, Totp};

/// Bytes of a TOTP secret: as many as a SHA-1 has (RFC 4226 4).
pub const TOTP_SECRET_LENGTH: usize = 20;

/// The secret that an authenticator and the index share.
///
/// Six digits, steps of 30 seconds, SHA-1: what every authenticator understands.
#[derive(Clone)]
pub struct TotpSecret([u8; TOTP_SECRET_LENGTH]);

impl TotpSecret {
    /// A secret of fresh randomness.
    pub const fn new(bytes: [u8; TOTP_SECRET_LENGTH]) -> Self {
        Self(bytes)
    }

    pub const fn as_bytes(&self) -> &[u8; TOTP_SECRET_LENGTH] {
        &self.0
    }

    /// The `otpauth://` address that an authenticator takes over.
    ///
    /// # Errors
    /// A fault if the library does not take the names; it takes all that we make.
    pub fn otpauth_uri(&self, issuer: &str, username: &str) -> anyhow::Result<String> {
        Ok(self.totp(issuer, username)?.to_url()?)
    }

    fn totp(&self, issuer: &str, username: &str) -> anyhow::Result<Totp> {
        // A colon separates issuer and account in the address and may stand in neither.
        let issuer = issuer.replace(':', " ");
        Ok(Builder::new().with_secret(self.0).with_issuer(Some(issuer)).with_account_name(username).build()?)
    }
}

/// Without the secret.
impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TotpSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_secret_issuer_and_account() {
        let secret = TotpSecret::new(*b"12345678901234567890");
        let uri = secret.otpauth_uri("My: Index", "ada").unwrap();
        assert_eq!(
            uri,
            "otpauth://totp/My%20%20Index:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20%20Index"
        );
    }

    #[test]
    fn the_codes_are_those_of_the_specification() {
        // RFC 6238, appendix B, the SHA-1 rows cut to six digits.
        let totp = TotpSecret::new(*b"12345678901234567890").totp("i", "a").unwrap();
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp.generate(time).to_string(), code);
        }
    }
}
