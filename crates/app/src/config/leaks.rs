//! `[leaks]`: secret scanners whose reports of leaked tokens are believed.

use super::{layers::Layers, setting::Setting, values};
use service::leaks::Scanner;

pub(crate) const SETTINGS: &[Setting] =
    &[Setting::new("leaks.scanners", "", "Secret scanners, each as `NAME KEY-ID-HEADER SIGNATURE-HEADER KEYS-URL`.")];

/// Reads the section.
pub(crate) fn read(layers: &mut Layers) -> Option<Vec<Scanner>> {
    layers.parse("leaks.scanners", |text| {
        let scanners: Vec<Scanner> = values::list(text).iter().map(|entry| scanner(entry)).collect::<Result<_, _>>()?;
        for (index, scanner) in scanners.iter().enumerate() {
            if scanners[..index].iter().any(|other| other.name == scanner.name) {
                return Err(format!("wrong: two scanners have one name: `{}`", scanner.name));
            }
        }
        Ok(scanners)
    })
}

fn scanner(entry: &str) -> Result<Scanner, String> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let [name, key_id_header, signature_header, keys_url] = words[..] else {
        return Err(format!("not a name, two headers and a URL, with spaces between: `{entry}`"));
    };
    let keys_url = values::url(keys_url)?;
    if keys_url.scheme() != "https" && !values::is_local(&keys_url) {
        // Whoever stands between could put in a key of his own.
        return Err(format!("wrong: the keys of a scanner are read over https: `{keys_url}`"));
    }
    Ok(Scanner {
        name: name.to_owned(),
        key_id_header: header(key_id_header)?,
        signature_header: header(signature_header)?,
        keys_url,
    })
}

/// The name of a header (RFC 9110 5.1), in lower case.
fn header(name: &str) -> Result<String, String> {
    match axum::http::HeaderName::try_from(name) {
        Ok(name) => Ok(name.as_str().to_owned()),
        Err(_) => Err(format!("wrong: not the name of a header: `{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Sources};
    use service::leaks::Scanner;

    fn read(text: &str) -> Result<Vec<Scanner>, String> {
        let environment = vec![("FROMAGERIE__LEAKS__SCANNERS".to_owned(), text.to_owned())];
        let sources = Sources { environment, ..Sources::default() };
        Config::read(&sources).map(|config| config.leaks).map_err(|problems| problems.to_string())
    }

    #[test]
    fn nobody_is_believed_by_default() {
        assert_eq!(read("").unwrap(), []);
    }

    #[test]
    fn scanners_are_a_name_two_headers_and_a_url() {
        let text = "forge Forge-Key-Id Forge-Signature https://forge.example/keys, here A B http://localhost:9/keys";
        let scanners = read(text).unwrap();
        assert_eq!(scanners.len(), 2);
        assert_eq!((&scanners[0].name[..], &scanners[0].key_id_header[..]), ("forge", "forge-key-id"));
        assert_eq!(scanners[0].keys_url.as_str(), "https://forge.example/keys");
    }

    #[test]
    fn what_is_wrong_is_told() {
        let cases = [
            ("forge A B", "with spaces between"),
            ("forge A: B https://forge.example/keys", "not the name of a header: `A:`"),
            ("forge A B http://forge.example/keys", "over https"),
            ("forge A B https://a.example/,forge A B https://b.example/", "one name: `forge`"),
        ];
        for (text, expected) in cases {
            let told = read(text).unwrap_err();
            assert!(told.contains(expected), "{text}: {told}");
        }
    }
}
