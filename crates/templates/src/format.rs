//! Sizes, numbers and dates, as a reader of each language writes them.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::Language;
use crate::messages::{MessageArguments, message};

/// A whole number with its thousands apart: `12,345` or `12 345`.
pub(crate) fn number(value: u64, language: Language) -> String {
    // French separates by a narrow no-break space.
    let separator = match language {
        Language::English => ',',
        Language::French => '\u{202f}',
    };
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// A size in decimal units with one decimal below 100: `1.2 MB`, `1,2 Mo`, `340 kB`.
pub(crate) fn size(bytes: u64, language: Language) -> String {
    const UNITS: [&str; 5] = ["size-bytes", "size-kilobytes", "size-megabytes", "size-gigabytes", "size-terabytes"];
    let mut amount = bytes as f64;
    let mut unit = 0;
    // 999 950 bytes would round to 1000.0 kB.
    while amount >= 999.95 && unit + 1 < UNITS.len() {
        amount /= 1000.0;
        unit += 1;
    }
    let text = match language {
        _ if unit == 0 || amount >= 100.0 => format!("{amount:.0}"),
        Language::English => format!("{amount:.1}"),
        Language::French => format!("{amount:.1}").replace('.', ","),
    };
    let arguments = MessageArguments::from([("amount".into(), text.clone().into())]);
    message(UNITS[unit], &arguments, language).unwrap_or(text)
}

/// A `<time>` element that shows the UTC date and carries the instant (RFC 3339).
pub(crate) fn time_element(instant: DateTime<Utc>) -> String {
    let machine = instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    let date = instant.format("%Y-%m-%d");
    let whole = instant.format("%Y-%m-%d %H:%M UTC");
    format!(r#"<time datetime="{machine}" title="{whole}">{date}</time>"#)
}

/// A `<time>` element that shows the UTC date and time to the minute.
pub(crate) fn minute_element(instant: DateTime<Utc>) -> String {
    let machine = instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    let shown = instant.format("%Y-%m-%d %H:%M UTC");
    format!(r#"<time datetime="{machine}">{shown}</time>"#)
}

/// A message as HTML, with a `<code>` element for what stands between two backticks.
///
/// It is escaped first, whatever a stranger's value in it holds.
pub(crate) fn with_code_spans(message: &str) -> String {
    let escaped = escaped(message);
    let mut parts = escaped.split('`');
    let mut html = parts.next().unwrap_or_default().to_owned();
    while let Some(inner) = parts.next() {
        match parts.next() {
            Some(after) => html += &format!("<code>{inner}</code>{after}"),
            // A backtick without a partner stays one.
            None => html += &format!("`{inner}"),
        }
    }
    html
}

/// A text as HTML, with a link for each word that is a web address.
pub(crate) fn with_links(text: &str) -> String {
    let linked = |word: &str| {
        let escaped = escaped(word);
        match word.trim().starts_with("https://") || word.trim().starts_with("http://") {
            true => {
                format!("<a href=\"{0}\" rel=\"noopener\">{0}</a>", escaped.trim())
                    + &escaped[escaped.trim_end().len()..]
            }
            false => escaped,
        }
    };
    text.split_inclusive(char::is_whitespace).map(linked).collect()
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html += "&amp;",
            '<' => html += "&lt;",
            '>' => html += "&gt;",
            '"' => html += "&quot;",
            '\'' => html += "&#39;",
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{number, size, time_element, with_code_spans, with_links};
    use crate::Language::{self, English, French};
    use chrono::DateTime;

    #[test]
    fn thousands_stand_apart_in_each_language_s_way() {
        let cases: [(u64, Language, &str); 6] = [
            (0, English, "0"),
            (999, English, "999"),
            (1000, English, "1,000"),
            (1_234_567, English, "1,234,567"),
            (1_234_567, French, "1\u{202f}234\u{202f}567"),
            (u64::MAX, English, "18,446,744,073,709,551,615"),
        ];
        for (value, language, expected) in cases {
            assert_eq!(number(value, language), expected);
        }
    }

    #[test]
    fn a_size_takes_the_unit_that_keeps_it_short() {
        let cases: [(u64, Language, &str); 9] = [
            (0, English, "0 B"),
            (999, English, "999 B"),
            (1000, English, "1.0 kB"),
            (1_234_567, English, "1.2 MB"),
            (1_234_567, French, "1,2 Mo"),
            (340_400, English, "340 kB"),
            (999_999, English, "1.0 MB"),
            (4_294_967_296, French, "4,3 Go"),
            (u64::MAX, English, "18446744 TB"),
        ];
        for (bytes, language, expected) in cases {
            assert_eq!(size(bytes, language).replace('\u{a0}', " "), expected);
        }
    }

    #[test]
    fn values_in_backticks_are_code_and_everything_is_escaped() {
        let cases = [
            ("Not a name: `a b`; use `a-b`", "Not a name: <code>a b</code>; use <code>a-b</code>"),
            ("`<script>`", "<code>&lt;script&gt;</code>"),
            ("a ` b & c", "a ` b &amp; c"),
            ("``", "<code></code>"),
            ("`a` `\"b", "<code>a</code> `&quot;b"),
            ("", ""),
        ];
        for (message, expected) in cases {
            assert_eq!(with_code_spans(message), expected);
        }
    }

    #[test]
    fn web_addresses_are_links_and_everything_else_is_text() {
        assert_eq!(
            with_links("Open\nhttps://a.example/?b=1&c=2\n<b>"),
            "Open\n<a href=\"https://a.example/?b=1&amp;c=2\" rel=\"noopener\">https://a.example/?b=1&amp;c=2</a>\n&lt;b&gt;"
        );
        assert!(!with_links("javascript:alert(1) ahttp://b").contains("<a"));
    }

    #[test]
    fn a_date_reads_short_and_carries_its_instant() {
        let instant = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        assert_eq!(
            time_element(instant),
            r#"<time datetime="2026-11-18T11:06:40Z" title="2026-11-18 11:06 UTC">2026-11-18</time>"#
        );
    }
}
