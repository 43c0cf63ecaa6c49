//! The values that settings and flags take: sizes, durations, addresses, lists.

use chrono::TimeDelta;
use std::net::SocketAddr;
use url::{Host, Url};

/// Bytes: a number with an optional unit, such as `512`, `64 kB` or `100 MiB`.
///
/// # Errors
/// A sentence that shows the text and an example.
pub(crate) fn size(text: &str) -> Result<i64, String> {
    const UNITS: [(&str, i64); 9] = [
        ("", 1),
        ("B", 1),
        ("kB", 1000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("TiB", 1 << 40),
    ];
    let bytes = split(text).and_then(|(number, unit)| {
        let (_, factor) = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
        number.checked_mul(*factor)
    });
    bytes.ok_or_else(|| format!("not a size: `{text}`; write a number and a unit, such as `100 MiB`"))
}

/// A span of time: a number and one of `s`, `m`, `h`, `d`, such as `30d`.
///
/// # Errors
/// A sentence that shows the text and an example.
pub(crate) fn duration(text: &str) -> Result<TimeDelta, String> {
    let span = split(text).and_then(|(number, unit)| match unit {
        "s" => TimeDelta::try_seconds(number),
        "m" => TimeDelta::try_minutes(number),
        "h" => TimeDelta::try_hours(number),
        "d" => TimeDelta::try_days(number),
        _ => None,
    });
    // A century is longer than anything here lasts, and far from the end of the calendar.
    span.filter(|span| *span <= TimeDelta::days(36_525))
        .ok_or_else(|| format!("not a duration: `{text}`; write a number and `s`, `m`, `h` or `d`, such as `30d`"))
}

/// A whole number of at least `least`.
///
/// # Errors
/// A sentence that shows the text.
pub(crate) fn number<T: TryFrom<i64>>(text: &str, least: i64) -> Result<T, String> {
    let number = text.trim().parse::<i64>().ok().filter(|number| *number >= least);
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| format!("not a whole number of at least {least}: `{text}`"))
}

/// An address and port to listen on; `localhost` is this machine's own address.
///
/// # Errors
/// A sentence that shows the text and an example.
pub(crate) fn listen(text: &str) -> Result<SocketAddr, String> {
    let numeric = text
        .trim()
        .strip_prefix("localhost:")
        .map_or_else(|| text.trim().to_owned(), |port| format!("127.0.0.1:{port}"));
    numeric.parse().map_err(|_| format!("not an address and port: `{text}`; write for example `127.0.0.1:8080`"))
}

/// A URL that people reach: http or https, a host, perhaps a path.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn url(text: &str) -> Result<Url, String> {
    let wrong =
        |what: &str| format!("not the URL of a site: `{text}`: {what}; write for example `https://index.example`");
    let url = Url::parse(text.trim()).map_err(|error| wrong(&error.to_string()))?;
    match url {
        _ if !matches!(url.scheme(), "http" | "https") => {
            Err(wrong("it begins neither with http:// nor with https://"))
        }
        _ if url.host().is_none() => Err(wrong("it has no host")),
        _ if !url.username().is_empty() || url.password().is_some() => Err(wrong("it holds a user name or password")),
        _ if url.query().is_some() || url.fragment().is_some() => Err(wrong("it holds a query or a fragment")),
        url => Ok(url),
    }
}

/// Whether a URL can only be reached from this machine.
pub(crate) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Words separated by commas; empty ones are left out.
pub(crate) fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Nothing for an empty text.
pub(crate) fn optional(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A number and what follows it.
fn split(text: &str) -> Option<(i64, &str)> {
    let text = text.trim();
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, text[end..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_decimal_and_binary_units() {
        assert_eq!(size("512"), Ok(512));
        assert_eq!(size("100 MiB"), Ok(100 * 1024 * 1024));
        assert_eq!(size("64kB"), Ok(64_000));
        for bad in ["", "MiB", "-1", "1.5 GiB", "9999999999 TiB", "10 bits"] {
            assert!(size(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn durations_have_one_unit() {
        assert_eq!(duration("30d"), Ok(TimeDelta::days(30)));
        assert_eq!(duration("90 m"), Ok(TimeDelta::minutes(90)));
        for bad in ["", "30", "d", "1d12h", "-1d", "99999999999d", "9223372036854775807s"] {
            assert!(duration(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_listen_address_may_say_localhost() {
        assert_eq!(listen("localhost:80"), Ok(SocketAddr::from(([127, 0, 0, 1], 80))));
        assert_eq!(listen("[::1]:80").map(|it| it.port()), Ok(80));
        assert!(listen("8080").is_err());
        assert!(listen("index.example:80").is_err());
    }

    #[test]
    fn a_site_s_url_is_bare() {
        assert!(url("https://index.example/python").is_ok());
        for bad in ["index.example", "ftp://index.example", "https://a:b@index.example", "https://index.example/?q"] {
            assert!(url(bad).is_err(), "{bad:?}");
        }
        assert!(is_local(&url("http://localhost:8080").unwrap()));
        assert!(is_local(&url("http://[::1]:8080").unwrap()));
        assert!(!is_local(&url("http://192.0.2.1").unwrap()));
    }
}
