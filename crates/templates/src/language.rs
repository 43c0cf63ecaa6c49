//! The languages that pages speak, and which of them a browser would rather read.

use serde::{Serialize, Serializer};
use unic_langid::{LanguageIdentifier, langid};

/// A language that every page and message exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// The language of last resort.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// Every language, the one of last resort first.
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// The language to answer in, chosen from an `Accept-Language` header.
    ///
    /// The highest quality wins (RFC 9110, 12.5.4); of equals, the one named first. A region is
    /// ignored, `*` stands for every language not named, and a quality of 0 excludes.
    pub fn negotiate(accept_language: Option<&str>) -> Language {
        let ranges = parse_ranges(accept_language.unwrap_or_default());
        let mut best: Option<(u16, usize, Language)> = None;
        for language in Language::ALL {
            let Some((quality, position)) = language.preference(&ranges) else {
                continue;
            };
            let is_better = match best {
                None => true,
                Some((best_quality, best_position, _)) => {
                    quality > best_quality || (quality == best_quality && position < best_position)
                }
            };
            if quality > 0 && is_better {
                best = Some((quality, position, language));
            }
        }
        best.map_or_else(Language::default, |(_, _, language)| language)
    }

    /// The primary subtag of BCP 47, as in the `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// The identifier that the message files are found by.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        match self {
            Language::English => langid!("en"),
            Language::French => langid!("fr"),
        }
    }

    /// The quality and the position of the range that speaks most precisely of this language.
    fn preference(self, ranges: &[LanguageRange<'_>]) -> Option<(u16, usize)> {
        let named = ranges
            .iter()
            .enumerate()
            .filter(|(_, range)| range.primary.eq_ignore_ascii_case(self.code()))
            .max_by_key(|(position, range)| (range.quality, usize::MAX - position));
        let wildcard = || ranges.iter().enumerate().find(|(_, range)| range.primary == "*");
        named.or_else(wildcard).map(|(position, range)| (range.quality, position))
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// One entry of an `Accept-Language` header; the quality counts thousandths.
struct LanguageRange<'a> {
    primary: &'a str,
    quality: u16,
}

fn parse_ranges(header: &str) -> Vec<LanguageRange<'_>> {
    // A browser names a handful; a header of thousands is an attack on the loop above.
    header.split(',').take(50).filter_map(parse_range).collect()
}

fn parse_range(entry: &str) -> Option<LanguageRange<'_>> {
    let mut parts = entry.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let primary = tag.split('-').next().unwrap_or(tag);
    let quality = parts
        .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .map_or(Some(1000), parse_quality)?;
    Some(LanguageRange { primary, quality })
}

/// A quality in thousandths; nothing when it is not a number from 0 to 1.
fn parse_quality(text: &str) -> Option<u16> {
    let quality: f32 = text.trim().parse().ok()?;
    (0.0..=1.0).contains(&quality).then(|| (quality * 1000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_header_decides_by_quality_then_order() {
        let cases = [
            (None, Language::English),
            (Some(""), Language::English),
            (Some("fr"), Language::French),
            (Some("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5"), Language::French),
            (Some("en-GB,en;q=0.9,fr;q=0.8"), Language::English),
            (Some("en;q=0.3, fr;q=0.7"), Language::French),
            (Some("fr;q=0.5, en;q=0.5"), Language::French),
            (Some("de, fr;q=0.1"), Language::French),
            (Some("de, *;q=0.5"), Language::English),
            (Some("en;q=0, *"), Language::French),
            (Some("fr;q=0"), Language::English),
            (Some("FR;Q=1.000"), Language::French),
            (Some("fr;q=nonsense"), Language::English),
            (Some(";;;,,,\u{0},q=1"), Language::English),
        ];
        for (header, expected) in cases {
            assert_eq!(Language::negotiate(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_header_of_a_million_entries_is_not_read_to_its_end() {
        let header = "de,".repeat(1_000_000) + "fr";
        assert_eq!(Language::negotiate(Some(&header)), Language::English);
    }
}
