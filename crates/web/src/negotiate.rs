//! Content negotiation by `Accept` (RFC 9110 12.5.1).

use http::{HeaderMap, HeaderName};
use std::borrow::Cow;

/// The value of a list-valued field; several lines of it are one list.
pub fn field(headers: &HeaderMap, name: HeaderName) -> Option<Cow<'_, [u8]>> {
    let mut lines = headers.get_all(name).iter();
    let first = lines.next()?.as_bytes();
    let mut whole = Cow::Borrowed(first);
    for line in lines {
        let whole = whole.to_mut();
        whole.push(b',');
        whole.extend_from_slice(line.as_bytes());
    }
    Some(whole)
}

/// The index of the best offer; `None` when the client accepts none of them.
///
/// Without a header, or with one that cannot be read, the first offer is best. Of
/// offers with equal quality the first wins: the server's order breaks ties.
pub fn best(accept: Option<&[u8]>, offers: &[&str]) -> Option<usize> {
    let Some(ranges) = accept.and_then(parse) else {
        return Some(0);
    };
    let mut best: Option<(usize, u16)> = None;
    for (index, offer) in offers.iter().enumerate() {
        let quality = quality_of(&ranges, offer);
        if quality > best.map_or(0, |(_, quality)| quality) {
            best = Some((index, quality));
        }
    }
    best.map(|(index, _)| index)
}

/// Whether a coding of `Accept-Encoding` is acceptable, and how much (RFC 9110 12.5.3).
///
/// Qualities are thousandths. A coding that is not listed has the quality of `*`, or 0.
pub fn coding_quality(accept_encoding: &str, coding: &str) -> u16 {
    let mut wildcard = 0;
    for entry in accept_encoding.split(',') {
        let mut parts = entry.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .map_or(1000, |text| parse_quality(text).unwrap_or(0));
        if name.eq_ignore_ascii_case(coding) {
            return quality;
        }
        if name == "*" {
            wildcard = quality;
        }
    }
    wildcard
}

/// One media range of the header; the quality counts thousandths.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    has_parameters: bool,
    quality: u16,
}

/// Nothing when the header is malformed; an empty header has no ranges.
fn parse(header: &[u8]) -> Option<Vec<Range<'_>>> {
    let text = std::str::from_utf8(header).ok()?;
    text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(parse_range).collect()
}

fn parse_range(entry: &str) -> Option<Range<'_>> {
    let mut parts = entry.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    if !is_token(kind) || !is_token(subtype) || (kind == "*" && subtype != "*") {
        return None;
    }
    let mut range = Range { kind, subtype, has_parameters: false, quality: 1000 };
    for part in parts {
        let (name, value) = part.split_once('=')?;
        if name.eq_ignore_ascii_case("q") {
            range.quality = parse_quality(value)?;
            // What follows the quality belongs to the header, not to the type.
            break;
        }
        range.has_parameters = true;
    }
    Some(range)
}

/// The quality of the most specific range that covers the offer, 0 when none does.
///
/// Our offers have no parameters, so a range with some covers none of them.
fn quality_of(ranges: &[Range<'_>], offer: &str) -> u16 {
    let (kind, subtype) = offer.split_once('/').unwrap_or((offer, ""));
    let mut found = (0, 0);
    for range in ranges.iter().filter(|range| !range.has_parameters) {
        let specificity = if range.kind.eq_ignore_ascii_case(kind) && range.subtype.eq_ignore_ascii_case(subtype) {
            3
        } else if range.kind.eq_ignore_ascii_case(kind) && range.subtype == "*" {
            2
        } else if range.kind == "*" {
            1
        } else {
            continue;
        };
        if specificity > found.0 {
            found = (specificity, range.quality);
        }
    }
    found.1
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// `0`, `1`, or a fraction between them with at most three digits.
fn parse_quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    let thousandths = digits.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HTML: Option<usize> = Some(0);
    const VENDOR_HTML: Option<usize> = Some(1);
    const VENDOR_JSON: Option<usize> = Some(2);
    const OFFERS: [&str; 3] =
        ["text/html", "application/vnd.pypi.simple.v1+html", "application/vnd.pypi.simple.v1+json"];

    #[test]
    fn the_table_of_the_simple_index_holds() {
        let table = [
            ("*/*", HTML),
            ("this is no media range", HTML),
            ("text/html;q=2", HTML),
            ("", None),
            ("application/json", None),
            ("application/vnd.pypi.simple.latest+json", None),
            ("application/vnd.pypi.simple.v1+json;charset=utf-8", None),
            ("application/vnd.pypi.simple.v1+json;q=0", None),
            ("application/*", VENDOR_HTML),
            ("text/html;q=0, */*", VENDOR_HTML),
            ("application/vnd.pypi.simple.v1+json, text/html", HTML),
            (
                "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01",
                VENDOR_JSON,
            ),
            (
                "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01",
                VENDOR_JSON,
            ),
            ("application/vnd.pypi.simple.v1+json, */*;q=0.1", VENDOR_JSON),
            ("APPLICATION/vnd.pypi.simple.V1+JSON", VENDOR_JSON),
            ("application/vnd.pypi.simple.v1+json", VENDOR_JSON),
            ("text/html", HTML),
        ];
        for (accept, expected) in table {
            assert_eq!(best(Some(accept.as_bytes()), &OFFERS), expected, "{accept}");
        }
        assert_eq!(best(None, &OFFERS), HTML);
        assert_eq!(best(Some(b"\xff/\xff"), &OFFERS), HTML);
    }

    #[test]
    fn codings_have_the_quality_that_the_header_says() {
        for (header, coding, expected) in [
            ("gzip, zstd", "zstd", 1000),
            ("gzip;q=0.5", "gzip", 500),
            ("*", "gzip", 1000),
            ("identity", "gzip", 0),
            ("*;q=0, gzip", "zstd", 0),
            ("GZIP ; Q=0.25", "gzip", 250),
            ("gzip;q=0, *", "gzip", 0),
            ("", "gzip", 0),
        ] {
            assert_eq!(coding_quality(header, coding), expected, "{header} {coding}");
        }
    }

    #[test]
    fn several_lines_are_one_list() {
        let mut headers = HeaderMap::new();
        assert_eq!(field(&headers, http::header::ACCEPT), None);
        for line in ["text/html;q=0.1", "application/vnd.pypi.simple.v1+json"] {
            headers.append(http::header::ACCEPT, http::HeaderValue::from_static(line));
        }
        assert_eq!(best(field(&headers, http::header::ACCEPT).as_deref(), &OFFERS), VENDOR_JSON);
    }

    proptest! {
        #[test]
        fn no_header_makes_the_parser_panic(header in "[a-z/*;,=.0-9 q]{0,60}") {
            best(Some(header.as_bytes()), &OFFERS);
            coding_quality(&header, "gzip");
        }
    }
}
