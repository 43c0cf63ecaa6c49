//! QR codes, as pictures that stand in the page itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// Modules of white that the code needs around it (ISO/IEC 18004).
const QUIET_ZONE: i32 = 4;

/// The text as a QR code: a `data:` URL of an SVG picture; nothing for a text that is too long.
pub(crate) fn data_url(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let picture = STANDARD.encode(svg(&code));
    Some(format!("data:image/svg+xml;base64,{picture}"))
}

fn svg(code: &QrCode) -> String {
    let size = code.size();
    let mut path = String::new();
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        if code.get_module(x, y) {
            // A string takes any text.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET_ZONE, y + QUIET_ZONE);
        }
    }
    let whole = size + 2 * QUIET_ZONE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corner_of_a_code_is_where_a_camera_looks_for_it() {
        let code = QrCode::encode_text("otpauth://totp/x", QrCodeEcc::Medium).unwrap();
        let svg = svg(&code);
        assert!(svg.contains("d=\"M4 4h1v1h-1zM5 4h1v1h-1z"), "{svg}");
        assert!(!svg.contains("M11 4h"), "the separator is white: {svg}");
    }

    #[test]
    fn a_text_beyond_the_largest_code_has_none() {
        assert!(data_url(&"x".repeat(10_000)).is_none());
        assert!(data_url("x").unwrap().starts_with("data:image/svg+xml;base64,PHN2Zy"));
    }
}
