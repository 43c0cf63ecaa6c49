//! Security keys given away: programmes, countries, and who may claim a code.

pub mod codes;

pub use codes::{CodeList, CodesRefused, MOST_CODES};

use crate::{Kind, Refusal, ids::ProgrammeId};
use chrono::{DateTime, Utc};
use std::{fmt, str::FromStr};
use url::Url;

/// A country, by its code of ISO 3166-1 in two letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// Where the default programme sends keys to.
pub const DEFAULT_COUNTRIES: [&str; 11] = ["AT", "BE", "CA", "CH", "DE", "ES", "FR", "GB", "IT", "JP", "US"];

/// Keys for which one code of the default programme is good.
pub const DEFAULT_KEYS_PER_CODE: i32 = 2;

/// Days that the default programme is open.
pub const DEFAULT_DAYS: i64 = 180;

/// The title of the default programme.
pub const DEFAULT_TITLE: &str = "Security keys for maintainers of critical projects";

const LONGEST_TEXT: usize = 100;

const LONGEST_URL: usize = 500;

const MOST_KEYS: i32 = 10;

/// Every code that ISO 3166-1 assigns.
const ASSIGNED: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
     BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
     ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM \
     IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF \
     MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK \
     PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD \
     TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A programme: a vendor's codes, a window, and the countries that it sends to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    pub id: ProgrammeId,
    pub terms: Terms,
}

/// What an operator writes about a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub title: String,
    pub vendor: String,
    /// Where a code is redeemed.
    pub vendor_url: String,
    pub opens_at: DateTime<Utc>,
    /// From then on nothing is claimed any more.
    pub closes_at: DateTime<Utc>,
    /// In alphabetical order, each once.
    pub countries: Vec<Country>,
    pub keys_per_code: i32,
}

/// The terms of a programme as they are typed.
#[derive(Clone, Debug, Default)]
pub struct TypedTerms {
    pub title: String,
    pub vendor: String,
    pub vendor_url: String,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    /// Codes with spaces, commas or line ends between them.
    pub countries: String,
    pub keys_per_code: String,
}

/// Where a moment stands to the window of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    Before,
    Open,
    After,
}

/// What the rule of eligibility takes, loaded inside the Write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimFacts {
    pub window: Window,
    /// Whether the account has a role on a critical project.
    pub has_critical_role: bool,
    /// Whether a security key or passkey of the account is active.
    pub has_key: bool,
    /// Whether the account has claimed a code of this programme.
    pub has_claimed: bool,
    pub is_code_left: bool,
}

/// Why no code is given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefused {
    #[error("There is no such programme: `{programme}`; open the page of the programmes again")]
    NoProgramme { programme: String },
    #[error("The programme is not open yet; come back on `{opens}`")]
    NotOpen { opens: String },
    #[error("The programme is closed since `{closes}`; a later one is announced on its page")]
    Closed { closes: String },
    #[error("You have claimed a code of this programme already; the page shows it to you")]
    Claimed,
    #[error("You have no role on a critical project; the keys are for the people of critical projects")]
    NoCriticalRole,
    #[error("You have a security key or passkey already; the keys are for people who have none")]
    HasKey,
    #[error("No code is left in this programme; its operators may add more")]
    NoCodeLeft,
    #[error("The programme sends no keys to this country: `{country}`; choose one from the list")]
    Country { country: String },
}

impl Refusal for ClaimRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NoProgramme { .. } => Kind::NotFound,
            Self::NoCriticalRole | Self::HasKey => Kind::Forbidden,
            Self::NotOpen { .. } | Self::Closed { .. } | Self::Claimed | Self::NoCodeLeft => Kind::Conflict,
            Self::Country { .. } => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoProgramme { .. } => "giveaway-no-programme",
            Self::NotOpen { .. } => "giveaway-not-open",
            Self::Closed { .. } => "giveaway-closed",
            Self::Claimed => "giveaway-claimed",
            Self::NoCriticalRole => "giveaway-no-critical-role",
            Self::HasKey => "giveaway-has-key",
            Self::NoCodeLeft => "giveaway-no-code-left",
            Self::Country { .. } => "giveaway-country",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoProgramme { programme } => vec![("programme", programme.clone())],
            Self::NotOpen { opens } => vec![("opens", opens.clone())],
            Self::Closed { closes } => vec![("closes", closes.clone())],
            Self::Country { country } => vec![("country", country.clone())],
            Self::Claimed | Self::NoCriticalRole | Self::HasKey | Self::NoCodeLeft => Vec::new(),
        }
    }
}

/// Why the terms of a programme are not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsRefused {
    #[error("The title is empty or longer than {most} characters; shorten it")]
    Title { most: usize },
    #[error("The vendor is empty or longer than {most} characters; shorten it")]
    Vendor { most: usize },
    #[error("This is no address of a web site: `{url}`; write one that begins with `https://`")]
    VendorUrl { url: String },
    #[error("The programme needs an opening and a closing time in UTC, such as `2026-09-01T00:00`")]
    Times,
    #[error("The programme closes before it opens; put the closing time after the opening time")]
    Window,
    #[error("This is no country code of ISO 3166-1: `{country}`; write two letters, such as `FR`")]
    Country { country: String },
    #[error("No country is named; name at least one that the vendor sends keys to")]
    NoCountry,
    #[error("One code is good for 1 to {most} keys; write how many")]
    Keys { most: i32 },
}

impl Refusal for TermsRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Title { .. } => "giveaway-title",
            Self::Vendor { .. } => "giveaway-vendor",
            Self::VendorUrl { .. } => "giveaway-vendor-url",
            Self::Times => "giveaway-times",
            Self::Window => "giveaway-window",
            Self::Country { .. } => "giveaway-country-code",
            Self::NoCountry => "giveaway-no-country",
            Self::Keys { .. } => "giveaway-keys",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Title { most } | Self::Vendor { most } => vec![("most", most.to_string())],
            Self::VendorUrl { url } => vec![("url", url.clone())],
            Self::Country { country } => vec![("country", country.clone())],
            Self::Keys { most } => vec![("most", most.to_string())],
            Self::Times | Self::Window | Self::NoCountry => Vec::new(),
        }
    }
}

impl Terms {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`TermsRefused`], for the first thing that is wrong.
    pub fn parse(typed: &TypedTerms) -> Result<Self, TermsRefused> {
        let most = LONGEST_TEXT;
        let line = |text: &str| {
            let text = text.trim();
            let is_good = !text.is_empty() && text.chars().count() <= most && !text.contains(char::is_control);
            is_good.then(|| text.to_owned())
        };
        let (Some(opens_at), Some(closes_at)) = (typed.opens_at, typed.closes_at) else {
            return Err(TermsRefused::Times);
        };
        let terms = Self {
            title: line(&typed.title).ok_or(TermsRefused::Title { most })?,
            vendor: line(&typed.vendor).ok_or(TermsRefused::Vendor { most })?,
            vendor_url: web_address(&typed.vendor_url)?,
            opens_at,
            closes_at,
            countries: countries(&typed.countries)?,
            keys_per_code: keys(&typed.keys_per_code)?,
        };
        if terms.opens_at < terms.closes_at { Ok(terms) } else { Err(TermsRefused::Window) }
    }

    /// Where a moment stands to the window.
    pub fn window(&self, now: DateTime<Utc>) -> Window {
        match now {
            now if now < self.opens_at => Window::Before,
            now if now < self.closes_at => Window::Open,
            _ => Window::After,
        }
    }
}

impl Programme {
    /// Whether somebody gets a code who lives in `country`.
    ///
    /// The country is only looked at here; it is never stored.
    ///
    /// # Errors
    /// [`ClaimRefused`], for the first condition that does not hold.
    pub fn admit(&self, facts: &ClaimFacts, country: &str) -> Result<(), ClaimRefused> {
        let day = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC").to_string();
        match facts.window {
            Window::Before => return Err(ClaimRefused::NotOpen { opens: day(self.terms.opens_at) }),
            Window::After => return Err(ClaimRefused::Closed { closes: day(self.terms.closes_at) }),
            Window::Open => {}
        }
        if facts.has_claimed {
            return Err(ClaimRefused::Claimed);
        }
        if !facts.has_critical_role {
            return Err(ClaimRefused::NoCriticalRole);
        }
        if facts.has_key {
            return Err(ClaimRefused::HasKey);
        }
        if !facts.is_code_left {
            return Err(ClaimRefused::NoCodeLeft);
        }
        let is_served = country.parse().is_ok_and(|country| self.terms.countries.contains(&country));
        if is_served { Ok(()) } else { Err(ClaimRefused::Country { country: shown(country) }) }
    }
}

impl ClaimFacts {
    /// Whether every condition holds but that of the country, which is asked for last.
    pub const fn is_eligible(&self) -> bool {
        matches!(self.window, Window::Open)
            && self.has_critical_role
            && !self.has_key
            && !self.has_claimed
            && self.is_code_left
    }
}

impl Country {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = TermsRefused;

    fn from_str(text: &str) -> Result<Self, TermsRefused> {
        let code = text.trim().to_ascii_uppercase();
        match <[u8; 2]>::try_from(code.as_bytes()) {
            Ok(letters) if ASSIGNED.split_ascii_whitespace().any(|known| known == code) => Ok(Self(letters)),
            _ => Err(TermsRefused::Country { country: shown(text) }),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

fn countries(text: &str) -> Result<Vec<Country>, TermsRefused> {
    let words = text.split(|character: char| character == ',' || character.is_whitespace());
    let parsed: Result<Vec<Country>, _> = words.filter(|word| !word.is_empty()).map(str::parse).collect();
    let mut countries = parsed?;
    countries.sort_unstable();
    countries.dedup();
    if countries.is_empty() { Err(TermsRefused::NoCountry) } else { Ok(countries) }
}

fn keys(text: &str) -> Result<i32, TermsRefused> {
    let keys = text.trim().parse().ok().filter(|keys| (1..=MOST_KEYS).contains(keys));
    keys.ok_or(TermsRefused::Keys { most: MOST_KEYS })
}

fn web_address(text: &str) -> Result<String, TermsRefused> {
    let refused = || TermsRefused::VendorUrl { url: shown(text) };
    let url = Url::parse(text.trim()).map_err(|_| refused())?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if is_web && url.as_str().len() <= LONGEST_URL { Ok(url.into()) } else { Err(refused()) }
}

/// What somebody typed, as a message repeats it.
fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn typed() -> TypedTerms {
        TypedTerms {
            title: " Keys ".to_owned(),
            vendor: "Keysmith".to_owned(),
            vendor_url: "https://keys.example/shop".to_owned(),
            opens_at: Some(DateTime::UNIX_EPOCH),
            closes_at: Some(DateTime::UNIX_EPOCH + TimeDelta::days(30)),
            countries: "fr, DE\nAT de".to_owned(),
            keys_per_code: "2".to_owned(),
        }
    }

    fn programme() -> Programme {
        Programme { id: ProgrammeId(uuid::Uuid::nil()), terms: Terms::parse(&typed()).unwrap() }
    }

    const ELIGIBLE: ClaimFacts = ClaimFacts {
        window: Window::Open,
        has_critical_role: true,
        has_key: false,
        has_claimed: false,
        is_code_left: true,
    };

    #[test]
    fn terms_are_read_as_they_were_meant() {
        let terms = Terms::parse(&typed()).unwrap();
        assert_eq!(terms.title, "Keys");
        let countries: Vec<String> = terms.countries.iter().map(Country::to_string).collect();
        assert_eq!(countries, ["AT", "DE", "FR"]);
        assert_eq!(terms.keys_per_code, 2);
    }

    #[test]
    fn wrong_terms_are_refused_each_with_its_code() {
        let code = |change: &dyn Fn(&mut TypedTerms)| {
            let mut typed = typed();
            change(&mut typed);
            Terms::parse(&typed).unwrap_err().code()
        };
        assert_eq!(code(&|it| it.title = "x".repeat(101)), "giveaway-title");
        assert_eq!(code(&|it| it.vendor = "a\nb".to_owned()), "giveaway-vendor");
        assert_eq!(code(&|it| it.vendor_url = "javascript:alert(1)".to_owned()), "giveaway-vendor-url");
        assert_eq!(code(&|it| it.vendor_url = "https://u:p@keys.example/".to_owned()), "giveaway-vendor-url");
        assert_eq!(code(&|it| it.opens_at = None), "giveaway-times");
        assert_eq!(code(&|it| it.closes_at = it.opens_at), "giveaway-window");
        assert_eq!(code(&|it| it.countries = "FR XX".to_owned()), "giveaway-country-code");
        assert_eq!(code(&|it| it.countries = " , ".to_owned()), "giveaway-no-country");
        assert_eq!(code(&|it| it.keys_per_code = "0".to_owned()), "giveaway-keys");
    }

    #[test]
    fn the_default_countries_are_the_eleven() {
        let countries = countries(&DEFAULT_COUNTRIES.join(" ")).unwrap();
        assert_eq!(countries.len(), 11);
        assert!(countries.iter().map(Country::as_str).eq(DEFAULT_COUNTRIES));
    }

    #[test]
    fn the_window_is_open_from_its_first_moment_to_before_its_last() {
        let terms = programme().terms;
        let at =
            |days, seconds| terms.window(DateTime::UNIX_EPOCH + TimeDelta::days(days) + TimeDelta::seconds(seconds));
        assert_eq!(
            [at(0, -1), at(0, 0), at(30, -1), at(30, 0)],
            [Window::Before, Window::Open, Window::Open, Window::After]
        );
    }

    #[test]
    fn each_condition_alone_refuses() {
        let code = |facts: ClaimFacts, country: &str| programme().admit(&facts, country).map_err(|it| it.code());
        assert_eq!(code(ELIGIBLE, "FR"), Ok(()));
        assert_eq!(code(ELIGIBLE, " fr"), Ok(()));
        assert_eq!(code(ELIGIBLE, "IT"), Err("giveaway-country"));
        assert_eq!(code(ELIGIBLE, ""), Err("giveaway-country"));
        assert_eq!(code(ClaimFacts { window: Window::Before, ..ELIGIBLE }, "FR"), Err("giveaway-not-open"));
        assert_eq!(code(ClaimFacts { window: Window::After, ..ELIGIBLE }, "FR"), Err("giveaway-closed"));
        assert_eq!(code(ClaimFacts { has_claimed: true, ..ELIGIBLE }, "FR"), Err("giveaway-claimed"));
        assert_eq!(code(ClaimFacts { has_critical_role: false, ..ELIGIBLE }, "FR"), Err("giveaway-no-critical-role"));
        assert_eq!(code(ClaimFacts { has_key: true, ..ELIGIBLE }, "FR"), Err("giveaway-has-key"));
        assert_eq!(code(ClaimFacts { is_code_left: false, ..ELIGIBLE }, "FR"), Err("giveaway-no-code-left"));
    }

    proptest! {
        #[test]
        fn whoever_is_eligible_is_admitted_with_a_country_of_the_list(
            role in any::<bool>(), key in any::<bool>(), claimed in any::<bool>(), left in any::<bool>(), window in 0..3,
        ) {
            let window = [Window::Before, Window::Open, Window::After][usize::try_from(window).unwrap()];
            let facts = ClaimFacts {
                window, has_critical_role: role, has_key: key, has_claimed: claimed, is_code_left: left,
            };
            prop_assert_eq!(facts.is_eligible(), programme().admit(&facts, "DE").is_ok());
        }

        #[test]
        fn typed_garbage_never_panics(text in "\\PC{0,60}") {
            let _ = text.parse::<Country>();
            let terms = TypedTerms { title: text.clone(), vendor_url: text.clone(), countries: text.clone(), ..typed() };
            let _ = Terms::parse(&terms);
            let _ = programme().admit(&ELIGIBLE, &text);
        }
    }
}
