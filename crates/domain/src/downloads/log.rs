//! Access logs: what one line tells, in nginx's combined form and in that of a CDN.
//!
//! A line is hostile: whoever asks chooses path and `User-Agent`. Nothing here panics,
//! and what takes longer than reading the line does not happen.

use super::Day;
use super::agent::Agent;
use crate::files::FileKind;
use chrono::{DateTime, TimeDelta, Utc};
use packaging::name::NormalizedName;
use packaging::version::Version;
use percent_encoding::percent_decode;
use std::borrow::Cow;

/// How the lines of a log are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    /// `log_format combined` of nginx, which Apache and Caddy can write too.
    Nginx,
    /// Ten fields between pipes: `download|time|country|path|…|User-Agent`.
    Cdn,
}

/// What a line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Download(LoggedDownload),
    /// A line of the form, of which nothing is counted.
    Nothing,
    /// Not a line of the form, or one with an impossible time.
    Unreadable,
}

/// A download as a line tells it; whether there is such a file only the database knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedDownload {
    /// The object's path, `<2>/<2>/<60>/<filename>`.
    pub path: Option<String>,
    /// What a CDN read from the object itself, for paths that tell nothing.
    pub named: Option<NamedFile>,
    pub day: Day,
    pub agent: Agent,
    /// Set for a part (206): it began at the first byte if so many bytes are the whole file.
    pub part_of: Option<u64>,
}

/// A file by its release.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedFile {
    pub project: NormalizedName,
    /// In the canonical form of PEP 440.
    pub version: String,
    pub kind: FileKind,
}

/// How far a clock may be ahead before its time is impossible.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// 2000-01-01: no index is older, and a clock that was lost starts long before.
const EARLIEST: Day = Day(10_957);

/// Ends of paths beside a file that count nothing.
const BESIDE: [&str; 3] = [".metadata", ".provenance", ".asc"];

impl LogForm {
    pub const ALL: [Self; 2] = [Self::Nginx, Self::Cdn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Cdn => "cdn",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// The form that a line is written in.
    pub fn of(line: &[u8], now: DateTime<Utc>) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.read(line, now) != Line::Unreadable)
    }

    /// What a line tells, without its end.
    pub fn read(self, line: &[u8], now: DateTime<Utc>) -> Line {
        let line = String::from_utf8_lossy(line);
        match self {
            Self::Nginx => nginx(&line, now),
            Self::Cdn => cdn(&line, now),
        }
    }
}

/// `address - user [time] "request" status bytes "referrer" "User-Agent"`, and what may follow.
fn nginx(line: &str, now: DateTime<Utc>) -> Line {
    let Some(fields) = combined(line) else {
        return Line::Unreadable;
    };
    let Some(day) =
        DateTime::parse_from_str(fields.time, "%d/%b/%Y:%H:%M:%S %z").ok().and_then(|at| day(at.to_utc(), now))
    else {
        return Line::Unreadable;
    };
    let request = unescaped(fields.request);
    let mut words = request.split(' ');
    let (Some("GET"), Some(target)) = (words.next(), words.next()) else {
        return Line::Nothing;
    };
    let part_of = match fields.status {
        200 => None,
        // The form does not say where a part began.
        206 => Some(fields.sent),
        _ => return Line::Nothing,
    };
    let (Some(path), Some(agent)) =
        (object_path(target, Prefix::Needed), Agent::recognise(unescaped(fields.user_agent).as_bytes()))
    else {
        return Line::Nothing;
    };
    Line::Download(LoggedDownload { path: Some(path), named: None, day, agent, part_of })
}

/// `type|time|country|path|protocol|cipher|project|version|package type|User-Agent`.
fn cdn(line: &str, now: DateTime<Utc>) -> Line {
    let fields: Vec<&str> = line.splitn(10, '|').collect();
    let &[kind, time, _, path, _, _, project, version, package_type, user_agent] = fields.as_slice() else {
        return Line::Unreadable;
    };
    let Some(day) = DateTime::parse_from_rfc2822(time.trim()).ok().and_then(|at| day(at.to_utc(), now)) else {
        return Line::Unreadable;
    };
    if kind == "simple" || without_query(path).is_some_and(is_beside) {
        return Line::Nothing;
    }
    if kind != "download" {
        return Line::Unreadable;
    }
    let path = object_path(path, Prefix::AsMayBe);
    let named = match named(project, version, package_type) {
        Named::File(named) => Some(named),
        Named::NoFileOfOurs => return Line::Nothing,
        // A line that tells neither path nor file tells nothing at all.
        Named::Missing if path.is_none() => return Line::Unreadable,
        Named::Missing => None,
    };
    match Agent::recognise(user_agent.as_bytes()) {
        Some(agent) => Line::Download(LoggedDownload { path, named, day, agent, part_of: None }),
        None => Line::Nothing,
    }
}

/// The fields of a combined line that matter, as they are written.
struct Combined<'a> {
    time: &'a str,
    request: &'a str,
    status: u16,
    sent: u64,
    user_agent: &'a str,
}

/// The user's name before the time may hold brackets and spaces, but no quote: nginx escapes them.
fn combined(line: &str) -> Option<Combined<'_>> {
    let (before, rest) = line.split_once('"')?;
    let (_, time) = before.trim_end().strip_suffix(']')?.rsplit_once('[')?;
    let (request, rest) = quoted(rest)?;
    let (numbers, rest) = rest.split_once('"')?;
    let mut numbers = numbers.split_ascii_whitespace();
    let status = numbers.next()?.parse().ok()?;
    let sent = numbers.next()?;
    let sent = if sent == "-" { 0 } else { sent.parse().ok()? };
    if numbers.next().is_some() {
        return None;
    }
    let (_referrer, rest) = quoted(rest)?;
    let (user_agent, _) = quoted(rest.trim_start().strip_prefix('"')?)?;
    Some(Combined { time, request, status, sent, user_agent })
}

/// The text up to the quote that ends it, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some((&text[..index], &text[index + 1..])),
            _ => {}
        }
    }
    None
}

/// A text without the escapes of nginx (`\x22`) and Apache (`\"`).
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = match (first, after) {
            (b'\\', [b'x', high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                (digit(*high) * 16 + digit(*low), after)
            }
            (b'\\', [escaped @ (b'\\' | b'"'), after @ ..]) => (*escaped, after),
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0)
}

/// The day of an instant that a clock may tell.
fn day(at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Day> {
    let day = Day::from(at);
    (EARLIEST <= day && at <= now + AHEAD).then_some(day)
}

/// Whether `/files/` or `/packages/` stands before an object's path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefix {
    Needed,
    /// A CDN in front of a bucket sees the bare path.
    AsMayBe,
}

/// The object's path at the end of a target, if it can be one.
fn object_path(target: &str, prefix: Prefix) -> Option<String> {
    let path = without_query(target).filter(|path| !is_beside(path))?;
    let decoded = percent_decode(path.as_bytes()).decode_utf8().ok()?;
    if !decoded.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let mut parts = decoded.rsplit('/');
    let (filename, rest, second, first) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_under_prefix = parts.next().is_some_and(|folder| matches!(folder, "files" | "packages"));
    let is_digest = [(first, 2), (second, 2), (rest, 60)].into_iter().all(|(part, length)| {
        part.len() == length && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    });
    let is_file = is_digest && !filename.is_empty() && !is_beside(filename);
    (is_file && (is_under_prefix || prefix == Prefix::AsMayBe)).then(|| format!("{first}/{second}/{rest}/{filename}"))
}

fn without_query(target: &str) -> Option<&str> {
    target.split(['?', '#']).next()
}

fn is_beside(path: &str) -> bool {
    BESIDE.iter().any(|end| path.ends_with(end))
}

/// What the three fields of a CDN say about the file.
enum Named {
    File(NamedFile),
    /// A kind of file, a name or a version that this index never takes.
    NoFileOfOurs,
    Missing,
}

fn named(project: &str, version: &str, package_type: &str) -> Named {
    let fields = [project, version, package_type].map(str::trim);
    if fields.iter().any(|field| field.is_empty() || *field == "(null)") {
        return Named::Missing;
    }
    let [project, version, package_type] = fields;
    let (project, version) = (NormalizedName::from_any(project), Version::parse(version));
    match (project, version, FileKind::from_package_type(package_type)) {
        (Ok(project), Ok(version), Some(kind)) => {
            Named::File(NamedFile { project, version: version.canonical(), kind })
        }
        _ => Named::NoFileOfOurs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::downloads::Audience;
    use crate::downloads::agent::Installer;
    use proptest::prelude::*;

    fn now() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-03-02T12:00:00Z").unwrap().to_utc()
    }

    fn object() -> String {
        format!("ab/cd/{}/brie-1.0.tar.gz", "ef".repeat(30))
    }

    fn request(request: &str, rest: &str) -> String {
        format!(
            "192.0.2.7 - - [01/Mar/2026:12:00:00 +0000] \"{request}\" {rest} \"-\" \"pip/24.0 {{\\x22ci\\x22:null}}\""
        )
    }

    fn nginx(line: &str) -> Line {
        LogForm::Nginx.read(line.as_bytes(), now())
    }

    fn cdn(line: &str) -> Line {
        LogForm::Cdn.read(line.as_bytes(), now())
    }

    fn download(line: Line) -> LoggedDownload {
        match line {
            Line::Download(download) => download,
            other => panic!("no download: {other:?}"),
        }
    }

    #[test]
    fn a_combined_line_tells_of_a_download() {
        let found = download(nginx(&request(&format!("GET /files/{} HTTP/1.1", object()), "200 812")));
        assert_eq!(found.path, Some(object()));
        assert_eq!(found.day.to_string(), "2026-03-01");
        assert_eq!(found.agent, Agent { installer: Installer::Pip, audience: Audience::People });
        assert_eq!(found.part_of, None);
    }

    #[test]
    fn the_day_is_that_of_utc() {
        let path = object();
        let at = |time: &str| {
            let line = format!("::1 - - [{time}] \"GET /files/{path} HTTP/2.0\" 200 1 \"-\" \"uv/0.5.0\"");
            download(nginx(&line)).day.to_string()
        };
        assert_eq!(at("01/Mar/2026:00:30:00 +0100"), "2026-02-28");
        assert_eq!(at("28/Feb/2026:20:00:00 -0500"), "2026-03-01");
    }

    #[test]
    fn every_way_to_a_file_is_one() {
        let (path, name) = (object(), "brie%2D1.0.tar.gz");
        for target in [
            format!("/packages/{path}"),
            format!("/files/{path}?x=1"),
            format!("/base/files/{path}"),
            format!("/files/{}", path.replace("brie-1.0.tar.gz", name)),
        ] {
            let found = download(nginx(&request(&format!("GET {target} HTTP/1.1"), "200 812")));
            assert_eq!(found.path, Some(object()), "{target}");
        }
    }

    #[test]
    fn what_is_no_download_counts_nothing() {
        let path = object();
        for (asked, rest) in [
            (format!("HEAD /files/{path} HTTP/1.1"), "200 0"),
            (format!("POST /files/{path} HTTP/1.1"), "200 0"),
            (format!("GET /files/{path} HTTP/1.1"), "304 0"),
            (format!("GET /files/{path} HTTP/1.1"), "404 9"),
            (format!("GET /files/{path}.metadata HTTP/1.1"), "200 9"),
            (format!("GET /files/{path}.provenance HTTP/1.1"), "200 9"),
            (format!("GET /{path} HTTP/1.1"), "200 9"),
            ("GET /files/../../etc/passwd HTTP/1.1".to_owned(), "200 9"),
            (format!("GET /files/{}%00 HTTP/1.1", path), "200 9"),
            ("GET /simple/brie/ HTTP/1.1".to_owned(), "200 9"),
            ("\\x16\\x03\\x01".to_owned(), "400 9"),
            (String::new(), "400 0"),
        ] {
            assert_eq!(nginx(&request(&asked, rest)), Line::Nothing, "{asked} {rest}");
        }
    }

    #[test]
    fn a_part_is_told_with_what_was_sent() {
        let found = download(nginx(&request(&format!("GET /files/{} HTTP/1.1", object()), "206 4711")));
        assert_eq!(found.part_of, Some(4711));
    }

    #[test]
    fn a_user_name_cannot_forge_a_request() {
        let path = object();
        let line = format!(
            "192.0.2.7 - eve [02/Mar/2030:00:00:00 +0000] \\x22GET /files/{path} HTTP/1.1\\x22 200 1 \
             [01/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"pip/24.0\""
        );
        assert_eq!(nginx(&line), Line::Nothing);
    }

    #[test]
    fn a_quote_in_a_referrer_ends_nothing() {
        let path = object();
        let line = format!(
            "192.0.2.7 - - [01/Mar/2026:12:00:00 +0000] \"GET /files/{path} HTTP/1.1\" 200 5 \
             \"\\\" 200 1 \\\"\" \"uv/0.5.0 \\\"x\\\"\" \"203.0.113.9\""
        );
        assert_eq!(download(nginx(&line)).agent.installer, Installer::Uv);
    }

    #[test]
    fn garbage_is_unreadable() {
        let path = object();
        for line in [
            "",
            "garbage",
            "\"\"\"\"",
            "192.0.2.7 - - [01/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200",
            "192.0.2.7 - - [01/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" twohundred 5 \"-\" \"-\"",
            "192.0.2.7 - - [32/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
            "192.0.2.7 - - [03/Mar/2026:12:00:01 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
            "192.0.2.7 - - [01/Jan/1970:00:00:01 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
            &format!("192.0.2.7 - - [01/Mar/2026:12:00:00 +0000] \"GET /files/{path} HTTP/1.1\" 200 5 \"-\" \"pip"),
        ] {
            assert_eq!(nginx(line), Line::Unreadable, "{line}");
        }
        let line = [b"\xff\xfe\x00".as_slice(), &[b'"'; 5000]].concat();
        assert_eq!(LogForm::Nginx.read(&line, now()), Line::Unreadable);
    }

    #[test]
    fn a_line_of_a_cdn_tells_path_and_file() {
        let line = format!(
            "download|Sun, 01 Mar 2026 20:22:04 GMT|US|/packages/{}|TLSv1.3|AES128|Brie|1.0|sdist|pip/24.0 {{\"a\":\"|\"}}",
            object()
        );
        let found = download(cdn(&line));
        assert_eq!(found.path, Some(object()));
        let named = found.named.unwrap();
        assert_eq!((named.project.as_str(), named.kind), ("brie", FileKind::Sdist));
        assert_eq!(named.version, Version::parse("1").unwrap().canonical());
        assert_eq!((found.day.to_string().as_str(), found.agent.installer), ("2026-03-01", Installer::Pip));
    }

    #[test]
    fn a_missing_file_is_found_by_its_path_alone() {
        let time = "Sun, 01 Mar 2026 20:22:04 GMT";
        let found = download(cdn(&format!("download|{time}||/{}|(null)|(null)|(null)|||uv/0.5.0", object())));
        assert_eq!((found.path, found.named), (Some(object()), None));
    }

    #[test]
    fn lines_of_a_cdn_that_count_nothing() {
        let time = "Sun, 01 Mar 2026 20:22:04 GMT";
        for line in [
            format!("simple|{time}|US|/simple/brie/|TLSv1.3|x||||pip/24.0"),
            format!("download|{time}|US|/x.egg|TLSv1.3|x|brie|1.0|bdist_egg|pip/24.0"),
            format!("download|{time}|US|/files/{}.metadata|TLSv1.3|x|brie|1.0|sdist|pip/24.0", object()),
            format!("download|{time}|US|/x|TLSv1.3|x|brie|not a version|sdist|pip/24.0"),
            format!("download|{time}|US|/x|TLSv1.3|x|brie|1.0|sdist|(null)"),
        ] {
            assert_eq!(cdn(&line), Line::Nothing, "{line}");
        }
    }

    #[test]
    fn garbage_of_a_cdn_is_unreadable() {
        let time = "Sun, 01 Mar 2026 20:22:04 GMT";
        for line in [
            String::new(),
            "|||||||||".to_owned(),
            format!("download|{time}|US|/x|TLSv1.3|x|brie|1.0|sdist"),
            format!("upload|{time}|US|/x|TLSv1.3|x|brie|1.0|sdist|pip/24.0"),
            format!("download|{time}|US|/x|TLSv1.3|x|(null)|(null)|(null)|pip/24.0"),
            "download|yesterday|US|/x|TLSv1.3|x|brie|1.0|sdist|pip/24.0".to_owned(),
            "download|Thu, 01 Mar 2029 20:22:04 GMT|US|/x|TLSv1.3|x|brie|1.0|sdist|pip/24.0".to_owned(),
        ] {
            assert_eq!(cdn(&line), Line::Unreadable, "{line}");
        }
    }

    #[test]
    fn the_form_is_known_by_a_line() {
        let of = |line: &str| LogForm::of(line.as_bytes(), now());
        assert_eq!(of(&request("GET / HTTP/1.1", "200 5")), Some(LogForm::Nginx));
        assert_eq!(of("simple|Sun, 01 Mar 2026 20:22:04 GMT||/simple/x/|||||| pip"), Some(LogForm::Cdn));
        assert_eq!(of("garbage"), None);
        for form in LogForm::ALL {
            assert_eq!(LogForm::from_name(form.as_str()), Some(form));
        }
    }

    proptest! {
        #[test]
        fn no_line_panics(line in proptest::collection::vec(any::<u8>(), 0..512)) {
            for form in LogForm::ALL {
                form.read(&line, now());
            }
        }

        #[test]
        fn no_request_or_agent_panics(asked in "\\PC{0,80}", agent in "\\PC{0,80}", sent in "[0-9-]{0,25}") {
            let line = format!("a - b [01/Mar/2026:12:00:00 +0000] \"{asked}\" 206 {sent} \"-\" \"{agent}\"");
            nginx(&line);
            cdn(&format!("download|Sun, 01 Mar 2026 20:22:04 GMT|US|{asked}|||x|1|sdist|{agent}"));
        }
    }
}
