//! The body of a report: a JSON list of tokens and where they were found.

use super::LeakReportRefused;
use serde::Deserialize;

/// Bytes that a report may have.
pub const LONGEST_REPORT: usize = 1024 * 1024;

/// Tokens that a report may name.
pub const MOST_TOKENS: usize = 1000;

/// The type of our tokens, as scanners name it.
const TYPE: &str = "pypi_api_token";

/// Characters that are kept of an address or a source.
const LONGEST_PLACE: usize = 500;

/// One token of a report.
pub(super) struct Leak {
    pub(super) token: String,
    /// Where it was found; `None` when the scanner says nothing.
    pub(super) url: Option<String>,
    /// The kind of place, such as `content` or `commit`.
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
struct Record {
    token: String,
    r#type: String,
    url: Option<String>,
    source: Option<String>,
}

/// Reads a report; tokens of other kinds are left out.
pub(super) fn parse(body: &[u8]) -> Result<Vec<Leak>, LeakReportRefused> {
    let wrong = |reason: String| LeakReportRefused::Unreadable { most: MOST_TOKENS, reason };
    if LONGEST_REPORT < body.len() {
        return Err(wrong(format!("it has more than {LONGEST_REPORT} bytes")));
    }
    // Where it went wrong, and never what stands there: that may be a token.
    let records: Vec<Record> = serde_json::from_slice(body)
        .map_err(|error| wrong(format!("see line {}, column {}", error.line(), error.column())))?;
    if MOST_TOKENS < records.len() {
        return Err(wrong(format!("it has {}", records.len())));
    }
    let ours = records.into_iter().filter(|record| record.r#type == TYPE);
    Ok(ours
        .map(|record| Leak { token: record.token, url: cleaned(record.url), source: cleaned(record.source) })
        .collect())
}

fn cleaned(text: Option<String>) -> Option<String> {
    let text: String = text?.chars().filter(|it| !it.is_control()).take(LONGEST_PLACE).collect();
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_and_other_kinds_are_left_out() {
        let body = br#"[{"token": "pypi-a", "type": "pypi_api_token", "url": "https://code.example/x", "more": 1},
                        {"token": "other", "type": "other_token", "url": null, "source": "commit"}]"#;
        let leaks = parse(body).unwrap();
        assert_eq!(leaks.len(), 1);
        assert_eq!((&leaks[0].token[..], leaks[0].url.as_deref()), ("pypi-a", Some("https://code.example/x")));
    }

    #[test]
    fn what_is_no_report_is_refused_without_being_repeated() {
        let many = format!("[{}]", vec![r#"{"token":"","type":"","url":""}"#; 1001].join(","));
        let long = format!("[{}]", " ".repeat(LONGEST_REPORT));
        for body in ["", "{}", "null", "[1]", r#"[{"token": "pypi-secret"}]"#, &many, &long] {
            let refusal = parse(body.as_bytes()).err().expect("it is no report");
            assert!(!refusal.to_string().contains("secret"), "{refusal}");
        }
        assert_eq!(parse(b"[]").unwrap().len(), 0);
    }

    #[test]
    fn places_are_cleaned_and_cut() {
        let url = format!("https://code.example/\\r\\n{}", "x".repeat(10_000));
        let body = format!(r#"[{{"token": "", "type": "pypi_api_token", "url": "{url}"}}]"#);
        let leaks = parse(body.as_bytes()).unwrap();
        let place = leaks[0].url.as_deref().unwrap();
        assert!(place.len() == 500 && !place.contains('\n'), "{place}");
    }
}
