//! The few static files of the pages, each under an address that names its content.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A static file, served with a far expiry because its path changes with its bytes.
#[derive(Debug)]
pub struct Asset {
    /// The file's name, the last part of its path.
    pub name: &'static str,
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The file itself.
    pub bytes: &'static [u8],
    /// `/static/<hash>/<name>`, where the hash is of the bytes.
    pub path: String,
}

/// Every static file.
pub fn all() -> &'static [Asset] {
    &ASSETS
}

/// The path of a static file by its name; nothing for a name that does not exist.
pub fn path_of(name: &str) -> Option<&'static str> {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.path.as_str())
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    const CSS: &str = "text/css; charset=utf-8";
    const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
    vec![
        asset("style.css", CSS, include_bytes!("../static/style.css")),
        asset("codes.js", JAVASCRIPT, include_bytes!("../static/codes.js")),
        asset("webauthn.js", JAVASCRIPT, include_bytes!("../static/webauthn.js")),
        asset("copy.js", JAVASCRIPT, include_bytes!("../static/copy.js")),
        asset("wedge.svg", "image/svg+xml", include_bytes!("../static/wedge.svg")),
    ]
});

fn asset(name: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    // 72 bits tell versions of one file apart; nobody gains by a collision with his own files.
    let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..9]);
    Asset { name, content_type, bytes, path: format!("/static/{hash}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::{all, path_of};

    #[test]
    fn every_asset_is_found_by_its_name_under_a_hash() {
        for asset in all() {
            assert_eq!(path_of(asset.name), Some(asset.path.as_str()));
            let parts: Vec<&str> = asset.path.split('/').collect();
            assert!(matches!(parts[..], ["", "static", hash, name] if hash.len() == 12 && name == asset.name));
        }
        assert_eq!(path_of("nothing.css"), None);
    }

    #[test]
    fn the_style_fetches_nothing_from_elsewhere() {
        for asset in all() {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            let foreign = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!foreign.contains("http:") && !foreign.contains("https:"), "{}", asset.name);
            assert!(!text.contains("@import") && !text.contains("url("), "{}", asset.name);
        }
    }
}
