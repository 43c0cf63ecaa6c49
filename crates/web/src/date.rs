//! HTTP dates (RFC 9110 5.6.7).

use chrono::{DateTime, NaiveDateTime, Utc};
use http::HeaderValue;

/// The form that senders write, and the two obsolete ones that receivers still read.
const FORMS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// An instant as `Last-Modified` writes it, cut to whole seconds.
pub fn write(instant: DateTime<Utc>) -> HeaderValue {
    HeaderValue::try_from(instant.format(FORMS[0]).to_string()).expect("a date stands in a header")
}

/// The instant that a header names; nothing when it is no date.
pub fn read(value: &HeaderValue) -> Option<DateTime<Utc>> {
    let text = value.to_str().ok()?;
    FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|naive| naive.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_of_the_rfc_are_one_instant() {
        let instant = DateTime::from_timestamp(784_111_777, 999_000_000).unwrap();
        assert_eq!(write(instant), "Sun, 06 Nov 1994 08:49:37 GMT");
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(read(&HeaderValue::from_static(text)).unwrap().timestamp(), 784_111_777, "{text}");
        }
        assert_eq!(read(&HeaderValue::from_static("yesterday")), None);
    }
}
