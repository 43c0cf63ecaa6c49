//! Passwords: how long and how hard to guess they are, and why one is refused.

use crate::{Kind, Refusal};
use zxcvbn::{
    Entropy, Score,
    feedback::Warning,
    matching::patterns::{DictionaryPattern, MatchPattern},
};

/// Characters that a password has at least (NIST SP 800-63B 5.1.1.2).
pub const SHORTEST: usize = 8;

/// Bytes that a password has at most; more would only be work for the hash.
pub const LONGEST: usize = 4096;

/// The least score of zxcvbn, from 0 to 4, that a new password has.
const LEAST_SCORE: Score = Score::Two;

/// Seconds until a full queue of hashes has likely drained.
const DRAINED_AFTER: u64 = 10;

/// All places of the queue for hashes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Too many passwords are being checked right now; try again in {DRAINED_AFTER} seconds")]
pub struct HashingBusy;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    #[error("The password has {length} characters; use at least {SHORTEST}")]
    Short { length: usize },
    #[error("The password has {length} bytes; use at most {LONGEST}")]
    Long { length: usize },
    #[error("The password holds a NUL character; leave it out")]
    Nul,
    #[error("The password is easy to guess: {}; add another word or two, uncommon ones", hint.line())]
    Weak { hint: Hint },
    #[error("The password is known from a leak of another site; choose another, and change it there")]
    Compromised,
    #[error(transparent)]
    Busy(#[from] HashingBusy),
}

/// What makes a password easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    KeyboardPattern,
    Repeat,
    Sequence,
    CommonPassword,
    SimilarToCommonPassword,
    RecentYear,
    Date,
    SingleWord,
    Name,
    /// The password holds something that everybody knows about the account.
    KnownAboutYou,
    Other,
}

/// How hard a password is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    pub is_strong: bool,
    /// Whether it is on the estimator's own lists of common passwords and words.
    pub is_common: bool,
    pub hint: Hint,
}

impl Refusal for HashingBusy {
    fn kind(&self) -> Kind {
        Kind::TooMany { retry_after: DRAINED_AFTER }
    }

    fn code(&self) -> &'static str {
        "passwords-busy"
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        vec![("seconds", DRAINED_AFTER.to_string())]
    }
}

impl Refusal for PasswordRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Busy(busy) => busy.kind(),
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Short { .. } => "password-short",
            Self::Long { .. } => "password-long",
            Self::Nul => "password-nul",
            Self::Weak { .. } => "password-weak",
            Self::Compromised => "password-compromised",
            Self::Busy(busy) => busy.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Short { length } => vec![("length", length.to_string()), ("least", SHORTEST.to_string())],
            Self::Long { length } => vec![("length", length.to_string()), ("most", LONGEST.to_string())],
            Self::Weak { hint } => vec![("hint", hint.as_str().to_owned())],
            Self::Nul | Self::Compromised => Vec::new(),
            Self::Busy(busy) => busy.parameters(),
        }
    }
}

impl Hint {
    /// Every hint.
    pub const ALL: [Self; 11] = [
        Self::KeyboardPattern,
        Self::Repeat,
        Self::Sequence,
        Self::CommonPassword,
        Self::SimilarToCommonPassword,
        Self::RecentYear,
        Self::Date,
        Self::SingleWord,
        Self::Name,
        Self::KnownAboutYou,
        Self::Other,
    ];

    /// Stable; the messages in other languages choose their words by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeyboardPattern => "keyboard-pattern",
            Self::Repeat => "repeat",
            Self::Sequence => "sequence",
            Self::CommonPassword => "common-password",
            Self::SimilarToCommonPassword => "similar-to-common-password",
            Self::RecentYear => "recent-year",
            Self::Date => "date",
            Self::SingleWord => "single-word",
            Self::Name => "name",
            Self::KnownAboutYou => "known-about-you",
            Self::Other => "other",
        }
    }

    const fn line(self) -> &'static str {
        match self {
            Self::KeyboardPattern => "it is a pattern of neighbouring keys",
            Self::Repeat => "it repeats itself",
            Self::Sequence => "it is a sequence such as `abc` or `6543`",
            Self::CommonPassword => "it is a common password",
            Self::SimilarToCommonPassword => "it resembles a common password",
            Self::RecentYear => "it is made of a recent year",
            Self::Date => "it is made of a date",
            Self::SingleWord => "it is a single word",
            Self::Name => "it is made of names",
            Self::KnownAboutYou => "it holds your name or address",
            Self::Other => "it has too few unforeseeable parts",
        }
    }

    const fn of_warning(warning: Warning) -> Self {
        match warning {
            Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
                Self::KeyboardPattern
            }
            Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
                Self::Repeat
            }
            Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
                Self::CommonPassword
            }
            Warning::ThisIsSimilarToACommonlyUsedPassword => Self::SimilarToCommonPassword,
            Warning::SequencesLikeAbcAreEasyToGuess => Self::Sequence,
            Warning::RecentYearsAreEasyToGuess => Self::RecentYear,
            Warning::AWordByItselfIsEasyToGuess => Self::SingleWord,
            Warning::DatesAreOftenEasyToGuess => Self::Date,
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
                Self::Name
            }
        }
    }
}

/// Refuses what is too short, too long, or holds a NUL character.
pub fn check_form(password: &str) -> Result<(), PasswordRefused> {
    if LONGEST < password.len() {
        return Err(PasswordRefused::Long { length: password.len() });
    }
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordRefused::Short { length });
    }
    if password.contains('\0') {
        return Err(PasswordRefused::Nul);
    }
    Ok(())
}

/// How hard a password is to guess for who knows `inputs` about its owner.
///
/// It takes milliseconds: only the first 100 characters are looked at.
pub fn estimate(password: &str, inputs: &[&str]) -> Estimate {
    let parts: Vec<&str> = inputs.iter().flat_map(|input| known_parts(input)).collect();
    let entropy = zxcvbn::zxcvbn(password, &parts);
    let is_strong = LEAST_SCORE <= entropy.score();
    let warned = entropy.feedback().and_then(|feedback| feedback.warning()).map(Hint::of_warning);
    let hint = match warned {
        _ if !is_strong && holds_any(password, &parts) => Hint::KnownAboutYou,
        Some(hint) => hint,
        None => Hint::Other,
    };
    Estimate { is_strong, is_common: is_common(password, &entropy), hint }
}

/// An input and its words, as an address holds them around `@` and dots.
fn known_parts(input: &str) -> impl Iterator<Item = &str> {
    let words = input.split(|letter: char| !letter.is_alphanumeric()).filter(|word| 3 <= word.chars().count());
    std::iter::once(input).chain(words).take(16)
}

fn holds_any(password: &str, parts: &[&str]) -> bool {
    let password = password.to_lowercase();
    parts.iter().any(|part| 3 <= part.len() && password.contains(&part.to_lowercase()))
}

/// Whether the password as a whole stands on a list, whatever its capitals.
///
/// The estimator keeps its lists to itself, but tells what it takes a password for:
/// one entry of a list, or something that falls within a thousand guesses.
fn is_common(password: &str, entropy: &Entropy) -> bool {
    let [whole] = entropy.sequence() else {
        return entropy.score() == Score::Zero;
    };
    let is_entry =
        |word: &DictionaryPattern| !word.reversed && !word.l33t && word.matched_word == password.to_lowercase();
    match &whole.pattern {
        MatchPattern::Dictionary(word) => is_entry(word),
        _ => entropy.score() == Score::Zero,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_bounded() {
        assert_eq!(check_form("sevench"), Err(PasswordRefused::Short { length: 7 }));
        assert_eq!(check_form("éééééééé"), Ok(()));
        assert_eq!(check_form(&"a".repeat(LONGEST)), Ok(()));
        assert_eq!(check_form(&"a".repeat(LONGEST + 1)), Err(PasswordRefused::Long { length: LONGEST + 1 }));
        assert_eq!(check_form("a nul \0 inside"), Err(PasswordRefused::Nul));
    }

    #[test]
    fn common_passwords_are_common_and_weak() {
        for password in
            ["password", "12345678", "baseball", "football", "Football", "qwertyuiop", "aaaaaaaa", "trustno1"]
        {
            let estimate = estimate(password, &[]);
            assert!(estimate.is_common && !estimate.is_strong, "{password}: {estimate:?}");
        }
    }

    #[test]
    fn a_few_words_are_strong_and_not_common() {
        for password in ["correct horse", "a long enough one", "zéphyr à Colmar", "kJ8#vq2!xW"] {
            let estimate = estimate(password, &[]);
            assert!(!estimate.is_common && estimate.is_strong, "{password}: {estimate:?}");
        }
    }

    #[test]
    fn a_long_password_costs_no_more_than_its_beginning() {
        let estimate = estimate(&"kJ8#vq2!xW".repeat(400), &[]);
        assert!(estimate.is_strong);
    }

    #[test]
    fn what_is_known_about_the_owner_makes_it_weak() {
        let inputs = ["gorgonzola", "gorgonzola@cheeseboard.example"];
        let known = estimate("cheeseboard1", &inputs);
        assert_eq!((known.is_strong, known.hint), (false, Hint::KnownAboutYou));
        assert_eq!(estimate("gorgonzola99", &inputs).hint, Hint::KnownAboutYou);
    }

    #[test]
    fn the_hint_says_what_makes_it_weak() {
        for (password, hint) in [
            ("asdfghjkl", Hint::CommonPassword),
            ("dfghjkl;", Hint::KeyboardPattern),
            ("abcabcabc", Hint::Repeat),
            ("cdefghijk", Hint::Sequence),
            ("p@ssword", Hint::SimilarToCommonPassword),
            ("infrastructure", Hint::SingleWord),
            ("12.11.1987", Hint::Date),
        ] {
            assert_eq!(estimate(password, &[]).hint, hint, "{password}");
        }
    }

    #[test]
    fn every_hint_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<&str> = Hint::ALL.iter().map(|hint| hint.as_str()).collect();
        assert_eq!(names.len(), Hint::ALL.len());
    }
}
