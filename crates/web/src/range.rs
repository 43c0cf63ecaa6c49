//! Single byte ranges and `If-Range` (RFC 9110 13.1.5 and 14).

use crate::date;
use chrono::{DateTime, SubsecRound, Utc};
use http::{HeaderMap, HeaderValue, header};
use std::ops::Range;

/// Which bytes of an entity the client gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of them: 200.
    Whole,
    /// These, the end excluded: 206.
    Some(Range<u64>),
    /// None, the range lies beyond the end: 416.
    Unsatisfiable,
}

/// The part that the headers of a request ask for.
///
/// Several ranges, another unit or a malformed header mean the whole, as the RFC lets
/// a server choose. `If-Range` compares strongly: with another tag or date, the whole.
pub fn asked(headers: &HeaderMap, size: u64, etag: &HeaderValue, modified: DateTime<Utc>) -> Part {
    let Some(range) = headers.get(header::RANGE) else {
        return Part::Whole;
    };
    if headers.get(header::IF_RANGE).is_some_and(|value| !still_holds(value, etag, modified)) {
        return Part::Whole;
    }
    range.to_str().map_or(Part::Whole, |text| parse(text, size))
}

/// The value of `Content-Range` for a 206.
pub fn content_range(part: &Range<u64>, size: u64) -> HeaderValue {
    HeaderValue::try_from(format!("bytes {}-{}/{size}", part.start, part.end - 1)).expect("numbers stand in a header")
}

/// The value of `Content-Range` for a 416.
pub fn unsatisfied_range(size: u64) -> HeaderValue {
    HeaderValue::try_from(format!("bytes */{size}")).expect("numbers stand in a header")
}

fn still_holds(if_range: &HeaderValue, etag: &HeaderValue, modified: DateTime<Utc>) -> bool {
    if if_range.as_bytes().starts_with(b"\"") {
        return if_range == etag;
    }
    date::read(if_range).is_some_and(|date| date == modified.trunc_subsecs(0))
}

fn parse(text: &str, size: u64) -> Part {
    let Some((unit, set)) = text.split_once('=') else {
        return Part::Whole;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Part::Whole;
    }
    let Some((first, last)) = set.trim().split_once('-') else {
        return Part::Whole;
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Part::Whole,
        (Some(first), Some(last)) => satisfiable(first, last.saturating_add(1).min(size), size),
        (Some(first), None) if last.is_empty() => satisfiable(first, size, size),
        // The last so many bytes; all of them when there are fewer.
        (None, Some(0)) if first.is_empty() => Part::Unsatisfiable,
        (None, Some(count)) if first.is_empty() => satisfiable(size.saturating_sub(count), size, size),
        _ => Part::Whole,
    }
}

fn satisfiable(start: u64, end: u64, size: u64) -> Part {
    if start >= size { Part::Unsatisfiable } else { Part::Some(start..end) }
}

/// Digits only; a number too great for us lies beyond every end.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ask(pairs: &[(http::HeaderName, &str)]) -> Part {
        let headers =
            pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::try_from(*value).unwrap())).collect();
        let modified = DateTime::from_timestamp(784_111_777, 5_000).unwrap();
        asked(&headers, 100, &HeaderValue::from_static("\"tag\""), modified)
    }

    #[test]
    fn single_ranges_are_cut_to_the_entity() {
        for (range, expected) in [
            ("bytes=0-0", Part::Some(0..1)),
            ("bytes=0-99", Part::Some(0..100)),
            ("bytes=90-200", Part::Some(90..100)),
            ("bytes=50-", Part::Some(50..100)),
            ("bytes=-10", Part::Some(90..100)),
            ("bytes=-1000", Part::Some(0..100)),
            ("Bytes=1-2", Part::Some(1..3)),
            ("bytes=100-", Part::Unsatisfiable),
            ("bytes=-0", Part::Unsatisfiable),
            ("bytes=99999999999999999999999-", Part::Unsatisfiable),
            ("bytes=5-4", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=--5", Part::Whole),
            ("bytes=+1-2", Part::Whole),
        ] {
            assert_eq!(ask(&[(header::RANGE, range)]), expected, "{range}");
        }
        assert_eq!(ask(&[]), Part::Whole);
    }

    #[test]
    fn an_entity_that_changed_is_sent_whole() {
        for (if_range, holds) in [
            ("\"tag\"", true),
            ("\"other\"", false),
            ("W/\"tag\"", false),
            ("Sun, 06 Nov 1994 08:49:37 GMT", true),
            ("Sun, 06 Nov 1994 08:49:38 GMT", false),
            ("nonsense", false),
        ] {
            let expected = if holds { Part::Some(1..3) } else { Part::Whole };
            assert_eq!(ask(&[(header::RANGE, "bytes=1-2"), (header::IF_RANGE, if_range)]), expected, "{if_range}");
        }
    }

    #[test]
    fn an_empty_entity_satisfies_no_range() {
        assert_eq!(parse("bytes=0-", 0), Part::Unsatisfiable);
        assert_eq!(parse("bytes=-1", 0), Part::Unsatisfiable);
    }

    #[test]
    fn the_headers_of_206_and_416_name_the_size() {
        assert_eq!(content_range(&(1..3), 100), "bytes 1-2/100");
        assert_eq!(unsatisfied_range(100), "bytes */100");
    }

    proptest! {
        #[test]
        fn a_range_never_leaves_the_entity(text in "bytes=[0-9]{0,20}-[0-9]{0,20}", size in 0u64..1000) {
            if let Part::Some(range) = parse(&text, size) {
                prop_assert!(range.start < range.end && range.end <= size);
            }
        }
    }
}
