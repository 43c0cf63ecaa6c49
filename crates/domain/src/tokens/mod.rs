//! API tokens: macaroons that the Python library `pypitoken` can read.
//!
//! A token is the text `pypi-` and a macaroon in base64url. Its identifier is the id
//! of its row as text; its root is derived from the key ring and that id, so a copy
//! of the database holds no token.

pub mod caveat;
pub mod macaroon;

use crate::{
    ids::{AccountId, TokenId},
    keys::KeyId,
};
use base64::{
    Engine as _,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use caveat::{Caveat, CaveatError};
use chrono::{DateTime, Utc};
use macaroon::{Macaroon, MacaroonError, SIGNATURE_LENGTH};
use uuid::Uuid;

/// What every token begins with.
pub const PREFIX: &str = "pypi-";

/// Bytes that a token's text may have.
pub const LONGEST_TOKEN: usize = 8192;

/// Caveats that a token may have.
pub const MOST_CAVEATS: usize = 64;

/// Characters that the name of a token may have.
pub const LONGEST_TOKEN_NAME: usize = 100;

/// Written without padding, read with or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A token as its bearer holds it: a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    id: TokenId,
    macaroon: Macaroon,
}

/// A token as the index keeps it: without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    pub id: TokenId,
    pub account: AccountId,
    pub name: String,
    /// The key of the ring that its root is derived from.
    pub key_id: KeyId,
    /// Re-applied each time the token is used, so that its scope can be tightened here.
    pub caveats: Vec<Caveat>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub revoked_reason: Option<String>,
}

/// Why a text is not a token. The text itself is never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("a token begins with `{PREFIX}`")]
    Prefix,
    #[error("the token has {0} bytes; at most {LONGEST_TOKEN} are read")]
    Length(usize),
    #[error("the token is not base64url after `{PREFIX}`; copy it again, whole")]
    Base64,
    #[error("the token is not read: {0}; copy it again, whole")]
    Macaroon(#[from] MacaroonError),
    #[error("the token does not name a token of this index")]
    Identifier,
}

impl ApiToken {
    /// A new token. `location` is informative: the host of the index.
    pub fn mint(location: &str, id: TokenId, root: &[u8; SIGNATURE_LENGTH], caveats: &[Caveat]) -> Self {
        let mut macaroon = Macaroon::new(location, id.to_string().as_bytes(), root);
        for caveat in caveats {
            macaroon.attenuate(caveat.to_json().to_string().into_bytes());
        }
        Self { id, macaroon }
    }

    /// Reads a token's text; white space around it does not matter.
    ///
    /// # Errors
    /// [`TokenError`]; nothing is said yet about whether its signature holds.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        if text.len() > LONGEST_TOKEN {
            return Err(TokenError::Length(text.len()));
        }
        let encoded = text.strip_prefix(PREFIX).ok_or(TokenError::Prefix)?;
        let bytes = BASE64.decode(encoded).map_err(|_| TokenError::Base64)?;
        let macaroon = Macaroon::deserialize(&bytes, MOST_CAVEATS)?;
        let id = identifier(&macaroon.identifier).ok_or(TokenError::Identifier)?;
        Ok(Self { id, macaroon })
    }

    /// The row that the token names.
    pub const fn id(&self) -> TokenId {
        self.id
    }

    /// Where the token says it is for.
    pub fn location(&self) -> Option<&str> {
        self.macaroon.location.as_deref()
    }

    /// The text that its bearer keeps.
    pub fn to_text(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(self.macaroon.serialize()))
    }

    /// Whether the token, with every caveat it has now, comes from `root`.
    pub fn verify(&self, root: &[u8; SIGNATURE_LENGTH]) -> bool {
        self.macaroon.verify(root)
    }

    /// The token with one more caveat; needs no key.
    pub fn attenuate(mut self, caveat: &Caveat) -> Self {
        self.macaroon.attenuate(caveat.to_json().to_string().into_bytes());
        self
    }

    /// Its caveats, in order.
    ///
    /// # Errors
    /// The first that is not understood.
    pub fn caveats(&self) -> Result<Vec<Caveat>, CaveatError> {
        self.macaroon.caveats.iter().map(|caveat| Caveat::parse(caveat)).collect()
    }
}

/// Only the form that we write: hyphenated, in lower case.
fn identifier(bytes: &[u8]) -> Option<TokenId> {
    let id = Uuid::try_parse_ascii(bytes).ok()?;
    (id.hyphenated().to_string().as_bytes() == bytes).then_some(TokenId(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ProjectId;
    use packaging::name::NormalizedName;
    use proptest::prelude::*;

    const ID: &str = "0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000";

    fn root() -> [u8; 32] {
        std::array::from_fn(|index| index as u8)
    }

    fn id() -> Uuid {
        Uuid::parse_str(ID).unwrap()
    }

    fn token(caveats: &[Caveat]) -> ApiToken {
        ApiToken::mint("index.example", TokenId(id()), &root(), caveats)
    }

    fn every_caveat() -> Vec<Caveat> {
        vec![
            Caveat::Expiration { expires_at: 2_000_000_000, not_before: 1_000_000_000 },
            Caveat::ProjectNames(vec![NormalizedName::from_any("a-b").unwrap()]),
            Caveat::ProjectIds(vec![ProjectId(id())]),
            Caveat::Account(AccountId(id())),
        ]
    }

    // Made with pypitoken 7.1.1 under the root above: a bare token, the same restricted
    // twice in the form of today, and a bare token restricted in the form of old.
    const BARE: &str = "pypi-AgENaW5kZXguZXhhbXBsZQIkMDE5MmFhYWEtYmJiYi03Y2NjLThkZGQtZWVlZWZmZmYwMDAwAAAGIE2xqZ_X3cKEpyq4pGj\
        76C9CCYWWc5nrqdjAu97Xm4-B";
    const RESTRICTED: &str = "pypi-AgENaW5kZXguZXhhbXBsZQIkMDE5MmFhYWEtYmJiYi03Y2NjLThkZGQtZWVlZWZmZmYwMDAwAAIrWzMsICIwMTkyYWFhYS1\
        iYmJiLTdjY2MtOGRkZC1lZWVlZmZmZjAwMDAiXQACG1swLCAyMDAwMDAwMDAwLCAxMDAwMDAwMDAwXQACDFsxLCBbImEtYiJdXQA\
        CLVsyLCBbIjAxOTJhYWFhLWJiYmItN2NjYy04ZGRkLWVlZWVmZmZmMDAwMCJdXQAABiBTLhcDNwIu4ul59-InfC8t6u-42nT-7qI\
        -nwxMEGZOZw";
    const LEGACY: &str = "pypi-AgENaW5kZXguZXhhbXBsZQIkMDE5MmFhYWEtYmJiYi03Y2NjLThkZGQtZWVlZWZmZmYwMDAwAAIleyJ2ZXJzaW9uIjogMSw\
        gInBlcm1pc3Npb25zIjogInVzZXIifQACNHsidmVyc2lvbiI6IDEsICJwZXJtaXNzaW9ucyI6IHsicHJvamVjdHMiOiBbImEtYiJ\
        dfX0AAiZ7Im5iZiI6IDEwMDAwMDAwMDAsICJleHAiOiAyMDAwMDAwMDAwfQAABiBnhWNgOEnHPvQEBLusDJRr2s8rl45GsDlunRN\
        KkBcsaw";

    // The Python library loads this one, finds all four restrictions and checks them.
    const MINTED: &str = "pypi-AgENaW5kZXguZXhhbXBsZQIkMDE5MmFhYWEtYmJiYi03Y2NjLThkZGQtZWVlZWZmZmYwMDAwAAIZWzAsMjAwMDAwMDAwMCw\
        xMDAwMDAwMDAwXQACC1sxLFsiYS1iIl1dAAIsWzIsWyIwMTkyYWFhYS1iYmJiLTdjY2MtOGRkZC1lZWVlZmZmZjAwMDAiXV0AAip\
        bMywiMDE5MmFhYWEtYmJiYi03Y2NjLThkZGQtZWVlZWZmZmYwMDAwIl0AAAYg0nQzU84fZEDQEIJIjxur6Q6Mwkh5y75FsyLWdwk\
        yBCU";

    #[test]
    fn our_bytes_are_those_of_the_python_library() {
        assert_eq!(token(&[]).to_text(), BARE);
        assert_eq!(token(&every_caveat()).to_text(), MINTED);
    }

    #[test]
    fn what_the_python_library_restricts_holds_here() {
        let read = ApiToken::parse(RESTRICTED).unwrap();
        assert_eq!(read.id(), TokenId(id()));
        assert_eq!(read.location(), Some("index.example"));
        assert!(read.verify(&root()));
        let [expiration, names, ids, account] = every_caveat().try_into().unwrap();
        assert_eq!(read.caveats().unwrap(), [account, expiration, names, ids]);
    }

    #[test]
    fn the_forms_of_old_hold_too() {
        let read = ApiToken::parse(LEGACY).unwrap();
        assert!(read.verify(&root()));
        let [expiration, names, ..]: [Caveat; 4] = every_caveat().try_into().unwrap();
        assert_eq!(read.caveats().unwrap(), [Caveat::Anything, names, expiration]);
    }

    #[test]
    fn a_token_from_another_root_does_not_hold() {
        let mut other = root();
        other[31] ^= 1;
        assert!(token(&every_caveat()).verify(&root()));
        assert!(!token(&every_caveat()).verify(&other));
        assert!(!token(&[]).verify(&other));
    }

    #[test]
    fn taking_a_caveat_off_breaks_the_signature() {
        let mut stripped = token(&every_caveat());
        stripped.macaroon.caveats.pop();
        assert!(!stripped.verify(&root()));
        stripped.macaroon.caveats.clear();
        assert!(!stripped.verify(&root()));
    }

    #[test]
    fn padding_and_white_space_do_not_matter() {
        for location in ["x", "xy", "xyz"] {
            let text = ApiToken::mint(location, TokenId(id()), &root(), &[]).to_text();
            let padding = "=".repeat((4 - (text.len() - PREFIX.len()) % 4) % 4);
            assert!(!text.contains('='));
            assert_eq!(ApiToken::parse(&format!(" {text}{padding}\n")), ApiToken::parse(&text));
            assert!(ApiToken::parse(&text).is_ok());
        }
    }

    #[test]
    fn what_is_not_a_token_is_refused_by_name() {
        let encode = |bytes: &[u8]| format!("{PREFIX}{}", BASE64.encode(bytes));
        let whole = token(&every_caveat()).macaroon.serialize();
        let of = |text: &str| ApiToken::parse(text).unwrap_err();
        assert_eq!(of(""), TokenError::Prefix);
        assert_eq!(of("ghp_secret"), TokenError::Prefix);
        assert_eq!(of("pypi-"), TokenError::Macaroon(MacaroonError::Version));
        assert_eq!(of("pypi-a b"), TokenError::Base64);
        assert_eq!(of(&format!("pypi-{}", "A".repeat(9000))), TokenError::Length(9005));
        assert_eq!(of(&encode(b"0021location index.example\n")), TokenError::Macaroon(MacaroonError::Version));
        assert_eq!(of(&encode(&[&whole[..], b"x"].concat())), TokenError::Macaroon(MacaroonError::Trailing));
        assert_eq!(of(&encode(&Macaroon::new("x", b"42", &root()).serialize())), TokenError::Identifier);
        assert_eq!(of(&encode(&[2, 2, 1, 0, 0, 0, 6, 0])), TokenError::Macaroon(MacaroonError::Signature));
        for length in 1..whole.len() {
            assert!(ApiToken::parse(&encode(&whole[..length])).is_err(), "{length}");
        }
    }

    #[test]
    fn third_party_caveats_are_refused() {
        let location_then_id = [2, 2, 1, b'x', 0, 1, 1, b'y', 2, 1, b'z', 4, 1, b'k', 0, 0];
        let key_only = [2, 2, 1, b'x', 0, 2, 1, b'z', 4, 1, b'k', 0, 0];
        for bytes in [&location_then_id[..], &key_only[..]] {
            assert_eq!(Macaroon::deserialize(bytes, MOST_CAVEATS), Err(MacaroonError::ThirdParty));
        }
    }

    #[test]
    fn a_token_has_a_bounded_number_of_caveats() {
        let with = |count| (0..count).fold(token(&[]), |token, _| token.attenuate(&Caveat::Anything)).to_text();
        assert!(ApiToken::parse(&with(MOST_CAVEATS)).is_ok());
        let refused = ApiToken::parse(&with(MOST_CAVEATS + 1));
        assert_eq!(refused, Err(TokenError::Macaroon(MacaroonError::TooManyCaveats(MOST_CAVEATS))));
    }

    #[test]
    fn a_token_shows_no_secret_in_logs() {
        let token = token(&[]);
        let signature = hex::encode(&token.macaroon.serialize()[60..]);
        let shown = format!("{token:?}");
        assert!(!shown.contains(&token.to_text()) && !shown.contains(&signature), "{shown}");
    }

    fn caveats() -> impl Strategy<Value = Caveat> {
        prop_oneof![
            (any::<i64>(), any::<i64>())
                .prop_map(|(expires_at, not_before)| Caveat::Expiration { expires_at, not_before }),
            prop::collection::vec("[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", 0..4).prop_map(|names| {
                Caveat::ProjectNames(names.iter().map(|name| NormalizedName::from_any(name).unwrap()).collect())
            }),
            prop::collection::vec(any::<u128>(), 0..4)
                .prop_map(|ids| Caveat::ProjectIds(ids.into_iter().map(|id| ProjectId(Uuid::from_u128(id))).collect())),
            any::<u128>().prop_map(|id| Caveat::Account(AccountId(Uuid::from_u128(id)))),
            any::<u128>().prop_map(|id| Caveat::Publisher(Uuid::from_u128(id))),
            Just(Caveat::Anything),
        ]
    }

    proptest! {
        #[test]
        fn a_token_comes_back_as_it_was(
            location in "\\PC{0,30}",
            id in any::<u128>(),
            root in any::<[u8; 32]>(),
            first in prop::collection::vec(caveats(), 0..4),
            later in prop::collection::vec(caveats(), 0..4),
        ) {
            let minted = ApiToken::mint(&location, TokenId(Uuid::from_u128(id)), &root, &first);
            let attenuated = later.iter().fold(minted, ApiToken::attenuate);
            let read = ApiToken::parse(&attenuated.to_text()).unwrap();
            prop_assert_eq!(&read, &attenuated);
            prop_assert!(read.verify(&root));
            prop_assert_eq!(read.location(), Some(&location[..]));
            prop_assert_eq!(read.caveats().unwrap(), [first, later].concat());
        }

        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,60}") {
            let _ = ApiToken::parse(&text);
            let _ = ApiToken::parse(&format!("{PREFIX}{}", BASE64.encode(&bytes)));
            let _ = Caveat::parse(&bytes);
            let _ = Caveat::parse(text.as_bytes());
        }

        #[test]
        fn a_changed_byte_never_verifies(at in 0_usize..400, by in 1_u8..=255) {
            let whole = token(&every_caveat()).macaroon.serialize();
            let mut changed = whole.clone();
            let at = at % whole.len();
            changed[at] ^= by;
            if let Ok(read) = Macaroon::deserialize(&changed, MOST_CAVEATS) {
                // The location is informative: nothing signs it.
                let before = token(&every_caveat()).macaroon;
                let same = read == Macaroon { location: read.location.clone(), ..before };
                prop_assert_eq!(read.verify(&root()), same);
            }
        }
    }
}
