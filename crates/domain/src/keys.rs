//! The key ring: the secrets at rest and what is derived from them.
//!
//! The ring's text has one key a line, newest first; `;` may stand for the end of a
//! line, so that it fits in one variable. Empty lines and lines that begin with `#`
//! say nothing:
//!
//! ```text
//! # a comment
//! current 6d1c0f5e2b7a9348 <64 hexadecimal digits>
//! previous 0a4be2c993d17f60 <64 hexadecimal digits>
//! ```
//!
//! A key's id is derived from the key, so a damaged line is seen at once. A key is
//! never used itself: each purpose has its own by HKDF-SHA256 (RFC 5869). Previous
//! keys stay, because the tokens made under them hold until they are revoked.

use crate::ids::TokenId;
use chacha20poly1305::{
    ChaCha20Poly1305, Key as CipherKey, Nonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt::{self, Write as _};
use uuid::Uuid;

/// Bytes of a key.
pub const KEY_LENGTH: usize = 32;

/// Bytes of randomness that sealing takes.
pub const NONCE_LENGTH: usize = 12;

/// What the check value of a key holds.
const CHECKED: &[u8] = b"fromagerie key check";

/// The first byte of what [`KeyRing::seal`] makes.
const SEAL_VERSION: u8 = 1;

const ID_LENGTH: usize = 8;

/// The current key and the previous ones.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRing {
    current: Key,
    previous: Vec<Key>,
}

/// The name of a key: 16 hexadecimal digits, derived from it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; ID_LENGTH]);

/// What a derived key is for; it never works for another purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Cookies,
    Links,
    TotpSecrets,
    Addresses,
    /// Sealed codes of a giveaway, and the keyed hashes that know them again.
    GiveawayCodes,
    Check,
}

/// Why a text is not a key ring. Keys are never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    #[error("line {0} of the key ring is not `current` or `previous`, a key id and 64 hexadecimal digits")]
    Line(usize),
    #[error("line {0} of the key ring is damaged: the key does not belong to its id; restore the ring from its backup")]
    Damaged(usize),
    #[error("the key ring needs exactly one current key; it has {0}")]
    Current(usize),
    #[error("the key ring holds a key twice: `{0}`")]
    Twice(KeyId),
}

/// Why something sealed does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("what was sealed is cut off or not of a known form")]
    Form,
    #[error("what was sealed needs a key that is not in the key ring: `{0}`")]
    UnknownKey(KeyId),
    #[error("what was sealed does not open with the key `{0}`: it was changed or belongs elsewhere")]
    Closed(KeyId),
}

impl KeyRing {
    /// A ring of one key, from fresh randomness.
    pub fn new(key: [u8; KEY_LENGTH]) -> Self {
        Self { current: Key::new(key), previous: Vec::new() }
    }

    /// The ring after a rotation: `key` is current, all others stay as previous.
    pub fn rotate(&self, key: [u8; KEY_LENGTH]) -> Self {
        let mut previous = vec![self.current.clone()];
        previous.extend(self.previous.iter().cloned());
        Self { current: Key::new(key), previous }
    }

    /// Reads the text of a ring; the module's page has its form.
    ///
    /// # Errors
    /// [`KeyRingError`], with the line.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        let (mut current, mut previous) = (Vec::new(), Vec::new());
        for (index, line) in text.split(['\n', ';']).enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (is_current, key) = parse_line(line, index + 1)?;
            if current.iter().chain(&previous).any(|other: &Key| other.id == key.id) {
                return Err(KeyRingError::Twice(key.id));
            }
            if is_current { current.push(key) } else { previous.push(key) }
        }
        match current.pop() {
            Some(current_key) if current.is_empty() => Ok(Self { current: current_key, previous }),
            Some(_) => Err(KeyRingError::Current(current.len() + 1)),
            None => Err(KeyRingError::Current(0)),
        }
    }

    /// The text of the ring: a secret, to be kept at mode 0600.
    pub fn to_text(&self) -> String {
        let mut text = String::from(
            "# The key ring of this index. Keep it secret, and keep a copy elsewhere: without it,\n\
             # API tokens and second factors are lost.\n",
        );
        for (word, key) in
            std::iter::once(("current", &self.current)).chain(self.previous.iter().map(|key| ("previous", key)))
        {
            writeln!(text, "{word} {} {}", key.id, hex::encode(key.secret)).expect("a string takes any text");
        }
        text
    }

    pub const fn current_id(&self) -> KeyId {
        self.current.id
    }

    /// Every key's id, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = KeyId> {
        self.keys().map(|key| key.id)
    }

    pub fn holds(&self, id: KeyId) -> bool {
        self.key(id).is_some()
    }

    /// The root of a token; `None` if the ring has lost the key.
    pub fn token_root(&self, key_id: KeyId, token: TokenId) -> Option<[u8; KEY_LENGTH]> {
        Some(self.key(key_id)?.derive(b"token root", token.0.as_bytes()))
    }

    /// Seeds of the first operator's authenticator: one for each key, newest first.
    ///
    /// Derived from the link, so that nothing is stored by a GET and every opening of the
    /// page shows the same; and from the ring, so that an old link found in a log tells nothing.
    pub fn setup_secrets(&self, link_hash: &str) -> impl Iterator<Item = [u8; KEY_LENGTH]> {
        self.keys().map(|key| key.derive(b"setup authenticator", link_hash.as_bytes()))
    }

    /// Encrypts under the current key, for one purpose and one row only.
    ///
    /// The result is: version, key id (8 bytes), `nonce`, ciphertext and tag
    /// (ChaCha20-Poly1305, RFC 8439). Purpose and row are authenticated, and each row
    /// has its own cipher key, so that random nonces never meet.
    pub fn seal(&self, purpose: Purpose, row: Uuid, nonce: [u8; NONCE_LENGTH], secret: &[u8]) -> Vec<u8> {
        let id = self.current.id;
        let payload = Payload { msg: secret, aad: &associated(purpose, row, id) };
        let sealed = cipher(&self.current, purpose, row)
            .encrypt(&Nonce::from(nonce), payload)
            .expect("a secret is far shorter than the cipher's limit");
        [&[SEAL_VERSION][..], &id.0, &nonce, &sealed].concat()
    }

    /// Decrypts what [`seal`](Self::seal) made for the same purpose and row.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn open(&self, purpose: Purpose, row: Uuid, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (&SEAL_VERSION, sealed) = sealed.split_first().ok_or(OpenError::Form)? else {
            return Err(OpenError::Form);
        };
        let (id, sealed) = sealed.split_first_chunk::<ID_LENGTH>().ok_or(OpenError::Form)?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LENGTH>().ok_or(OpenError::Form)?;
        let id = KeyId(*id);
        let key = self.key(id).ok_or(OpenError::UnknownKey(id))?;
        let payload = Payload { msg: sealed, aad: &associated(purpose, row, id) };
        cipher(key, purpose, row).decrypt(&Nonce::from(*nonce), payload).map_err(|_| OpenError::Closed(id))
    }

    /// A sealed constant, by which the database knows the current key again.
    pub fn check_value(&self, nonce: [u8; NONCE_LENGTH]) -> Vec<u8> {
        self.seal(Purpose::Check, Uuid::nil(), nonce, CHECKED)
    }

    /// Whether the ring opens a check value.
    ///
    /// # Errors
    /// [`OpenError`]: the ring is not the one of that database.
    pub fn verify_check_value(&self, sealed: &[u8]) -> Result<(), OpenError> {
        let opened = self.open(Purpose::Check, Uuid::nil(), sealed)?;
        if opened == CHECKED { Ok(()) } else { Err(OpenError::Form) }
    }

    /// Signs a message under the current key: `<key id>.<64 hexadecimal digits>`.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> String {
        let tag = mac(&self.current, purpose, message).finalize().into_bytes();
        format!("{}.{}", self.current.id, hex::encode(tag))
    }

    /// What [`sign`](Self::sign) makes or made of a message under each key, the current one first.
    pub fn signatures(&self, purpose: Purpose, message: &[u8]) -> Vec<String> {
        let sign = |key: &Key| {
            let tag = mac(key, purpose, message).finalize().into_bytes();
            format!("{}.{}", key.id, hex::encode(tag))
        };
        self.keys().map(sign).collect()
    }

    /// Whether a signature is ours, under any key of the ring; in constant time.
    pub fn verify(&self, purpose: Purpose, message: &[u8], signature: &str) -> bool {
        let parts = signature.split_once('.').and_then(|(id, tag)| Some((KeyId::parse(id)?, hex::decode(tag).ok()?)));
        let Some((id, tag)) = parts else {
            return false;
        };
        self.key(id).is_some_and(|key| mac(key, purpose, message).verify_slice(&tag).is_ok())
    }

    /// What stands for a client's address in logs and limits: 32 hexadecimal digits.
    pub fn hash_address(&self, address: &str) -> String {
        let tag = mac(&self.current, Purpose::Addresses, address.as_bytes()).finalize().into_bytes();
        hex::encode(&tag[..16])
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.previous)
    }

    fn key(&self, id: KeyId) -> Option<&Key> {
        self.keys().find(|key| key.id == id)
    }
}

/// Ids only; the keys never reach a log.
impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("KeyRing").field(&self.ids().collect::<Vec<_>>()).finish()
    }
}

impl KeyId {
    /// Reads 16 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; ID_LENGTH];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        let id = Self(bytes);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Cookies => b"cookies",
            Self::Links => b"links",
            Self::TotpSecrets => b"totp secrets",
            Self::Addresses => b"addresses",
            Self::GiveawayCodes => b"giveaway codes",
            Self::Check => b"check",
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Key {
    id: KeyId,
    secret: [u8; KEY_LENGTH],
}

impl Key {
    fn new(secret: [u8; KEY_LENGTH]) -> Self {
        let unnamed = Self { id: KeyId([0; ID_LENGTH]), secret };
        let named: [u8; KEY_LENGTH] = unnamed.derive(b"key id", b"");
        let (id, _) = named.split_first_chunk().expect("an id is shorter than a key");
        Self { id: KeyId(*id), ..unnamed }
    }

    /// HKDF-SHA256 of the key; `label` and `context` cannot run into each other.
    fn derive(&self, label: &[u8], context: &[u8]) -> [u8; KEY_LENGTH] {
        let mut derived = [0; KEY_LENGTH];
        Hkdf::<Sha256>::new(Some(b"fromagerie"), &self.secret)
            .expand_multi_info(&[label, b"\0", context], &mut derived)
            .expect("HKDF gives 32 bytes");
        derived
    }
}

fn parse_line(line: &str, number: usize) -> Result<(bool, Key), KeyRingError> {
    let mut words = line.split_whitespace();
    let (word, id, digits) = (words.next(), words.next().and_then(KeyId::parse), words.next());
    let (Some(word @ ("current" | "previous")), Some(id), Some(digits), None) = (word, id, digits, words.next()) else {
        return Err(KeyRingError::Line(number));
    };
    let mut secret = [0; KEY_LENGTH];
    hex::decode_to_slice(digits, &mut secret).map_err(|_| KeyRingError::Line(number))?;
    let key = Key::new(secret);
    if key.id != id {
        return Err(KeyRingError::Damaged(number));
    }
    Ok((word == "current", key))
}

fn associated(purpose: Purpose, row: Uuid, id: KeyId) -> Vec<u8> {
    [purpose.label(), b"\0", row.as_bytes(), &id.0].concat()
}

fn cipher(key: &Key, purpose: Purpose, row: Uuid) -> ChaCha20Poly1305 {
    let derived = key.derive(&[b"seal ", purpose.label()].concat(), row.as_bytes());
    ChaCha20Poly1305::new(&CipherKey::from(derived))
}

fn mac(key: &Key, purpose: Purpose, message: &[u8]) -> Hmac<Sha256> {
    let derived = key.derive(&[b"sign ", purpose.label()].concat(), b"");
    let mut mac = Hmac::<Sha256>::new_from_slice(&derived).expect("HMAC takes a key of any length");
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROW: Uuid = Uuid::from_u128(7);

    fn ring() -> KeyRing {
        KeyRing::new([1; 32]).rotate([2; 32]).rotate([3; 32])
    }

    fn seal(ring: &KeyRing) -> Vec<u8> {
        ring.seal(Purpose::TotpSecrets, ROW, [9; 12], b"secret")
    }

    #[test]
    fn the_text_comes_back_as_it_was_on_lines_or_in_one() {
        let text = ring().to_text();
        assert_eq!(KeyRing::parse(&text), Ok(ring()));
        let bare: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(KeyRing::parse(&bare.join("; ")), Ok(ring()));
        assert_eq!(KeyRing::parse(&text.replace('\n', "\r\n")), Ok(ring()));
    }

    #[test]
    fn a_damaged_text_is_refused_with_its_line() {
        let text = ring().to_text();
        let parse = |text: &str| KeyRing::parse(text).unwrap_err();
        assert_eq!(parse(&text.replace("0303", "0304")), KeyRingError::Damaged(3));
        assert_eq!(parse(&text.replace("0202", "02")), KeyRingError::Line(4));
        assert_eq!(parse(&text.replace("previous", "current")), KeyRingError::Current(3));
        assert_eq!(parse(&text.replace("current", "previous")), KeyRingError::Current(0));
        assert_eq!(parse(&text.replace("previous", "other")), KeyRingError::Line(4));
        assert_eq!(parse(&text.replace("previous", "previous x")), KeyRingError::Line(4));
        assert_eq!(parse(""), KeyRingError::Current(0));
        let twice = format!("{text}{}", text.lines().nth(3).unwrap());
        assert!(matches!(parse(&twice), KeyRingError::Twice(_)));
    }

    #[test]
    fn what_was_sealed_before_a_rotation_still_opens() {
        let before = KeyRing::new([1; 32]);
        let sealed = seal(&before);
        assert_eq!(before.rotate([2; 32]).open(Purpose::TotpSecrets, ROW, &sealed), Ok(b"secret".to_vec()));
    }

    #[test]
    fn another_ring_names_the_key_that_is_missing() {
        let id = ring().current_id();
        assert_eq!(
            KeyRing::new([4; 32]).open(Purpose::TotpSecrets, ROW, &seal(&ring())),
            Err(OpenError::UnknownKey(id))
        );
    }

    #[test]
    fn a_seal_holds_for_its_purpose_and_row_only() {
        let (ring, sealed) = (ring(), seal(&ring()));
        let closed = Err(OpenError::Closed(ring.current_id()));
        assert_eq!(ring.open(Purpose::Links, ROW, &sealed), closed);
        assert_eq!(ring.open(Purpose::TotpSecrets, Uuid::nil(), &sealed), closed);
    }

    #[test]
    fn a_check_value_knows_its_ring() {
        let check = ring().check_value([5; 12]);
        assert_eq!(ring().verify_check_value(&check), Ok(()));
        assert_eq!(ring().rotate([6; 32]).verify_check_value(&check), Ok(()));
        assert!(KeyRing::new([6; 32]).verify_check_value(&check).is_err());
        assert!(ring().verify_check_value(&seal(&ring())).is_err());
    }

    #[test]
    fn a_signature_holds_for_its_purpose_and_message_only() {
        let signature = ring().sign(Purpose::Cookies, b"message");
        assert!(ring().verify(Purpose::Cookies, b"message", &signature));
        assert!(ring().rotate([6; 32]).verify(Purpose::Cookies, b"message", &signature));
        assert!(!ring().verify(Purpose::Links, b"message", &signature));
        assert!(!ring().verify(Purpose::Cookies, b"other", &signature));
        assert!(!KeyRing::new([6; 32]).verify(Purpose::Cookies, b"message", &signature));
        assert!(!ring().verify(Purpose::Cookies, b"message", ""));
        assert!(!ring().verify(Purpose::Cookies, b"message", &signature[..signature.len() - 2]));
    }

    #[test]
    fn the_signatures_of_a_message_begin_with_the_current_one() {
        let before = KeyRing::new([1; 32]);
        let after = before.rotate([2; 32]);
        let message = b"message";
        let expected = [after.sign(Purpose::GiveawayCodes, message), before.sign(Purpose::GiveawayCodes, message)];
        assert_eq!(after.signatures(Purpose::GiveawayCodes, message), expected);
    }

    #[test]
    fn token_roots_differ_by_token_and_key() {
        let ring = ring();
        let ids: Vec<KeyId> = ring.ids().collect();
        let root = |id, token| ring.token_root(id, TokenId(Uuid::from_u128(token)));
        assert_eq!(root(ids[0], 1), root(ids[0], 1));
        assert_ne!(root(ids[0], 1), root(ids[0], 2));
        assert_ne!(root(ids[0], 1), root(ids[1], 1));
        assert_eq!(KeyRing::new([9; 32]).token_root(ids[0], TokenId(ROW)), None);
    }

    #[test]
    fn a_ring_shows_no_key_in_logs() {
        let shown = format!("{:?}", ring());
        assert!(shown.contains(&ring().current_id().to_string()));
        assert!(!shown.contains("0303"), "{shown}");
    }

    proptest! {
        #[test]
        fn sealed_bytes_open_whole_and_only_unchanged(
            key in any::<[u8; 32]>(), nonce in any::<[u8; 12]>(), secret in prop::collection::vec(any::<u8>(), 0..64), at in any::<usize>(),
        ) {
            let ring = KeyRing::new(key);
            let mut sealed = ring.seal(Purpose::TotpSecrets, ROW, nonce, &secret);
            prop_assert_eq!(ring.open(Purpose::TotpSecrets, ROW, &sealed), Ok(secret));
            let at = at % sealed.len();
            sealed[at] ^= 1;
            prop_assert!(ring.open(Purpose::TotpSecrets, ROW, &sealed).is_err());
        }

        #[test]
        fn garbage_never_panics(text in "\\PC{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = KeyRing::parse(&text);
            let _ = ring().open(Purpose::TotpSecrets, ROW, &bytes);
            prop_assert!(!ring().verify(Purpose::Cookies, &bytes, &text));
        }
    }

    #[test]
    fn the_secret_of_a_setup_belongs_to_its_link_and_outlives_a_rotation() {
        let ring = KeyRing::new([1; 32]);
        let of = |ring: &KeyRing, link: &str| ring.setup_secrets(link).collect::<Vec<_>>();
        assert_eq!(of(&ring, "a"), of(&ring, "a"));
        assert_ne!(of(&ring, "a"), of(&ring, "b"));
        assert_ne!(of(&ring, "a"), of(&KeyRing::new([2; 32]), "a"), "the link alone tells nothing");
        let rotated = of(&ring.rotate([2; 32]), "a");
        assert_eq!(rotated.len(), 2);
        assert_eq!(rotated[1], of(&ring, "a")[0]);
    }
}
