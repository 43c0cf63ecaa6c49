//! The credential of an upload: an API token, in one of the ways that tools send it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Kind;
use http::{HeaderMap, header};
use web::Problem;

const PREFIX: &str = "pypi-";

/// The token text of `Authorization`: Basic with any user name, `Bearer` or `token`.
///
/// All refusals are 403 here: on 401, tools ask for a password instead of showing why.
pub(super) fn token(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Err(refuse(
            "Invalid or non-existent authentication information: send an API token, user name `__token__`",
        ));
    };
    let garbled = || refuse("Invalid or non-existent authentication information: `Authorization` is garbled");
    let value = value.to_str().map_err(|_| garbled())?.trim();
    let (scheme, rest) = value.split_once(' ').ok_or_else(garbled)?;
    let rest = rest.trim();
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" | "token" => Ok(rest.to_owned()),
        "basic" => {
            let decoded = STANDARD.decode(rest).map_err(|_| garbled())?;
            let decoded = String::from_utf8(decoded).map_err(|_| garbled())?;
            let (_, password) = decoded.split_once(':').ok_or_else(garbled)?;
            let password = password.trim();
            if !password.starts_with(PREFIX) {
                return Err(refuse(
                    "User names and passwords are no longer supported: use an API token as the password, \
                     with the user name `__token__`",
                ));
            }
            Ok(password.to_owned())
        }
        _ => Err(garbled()),
    }
}

fn refuse(message: &str) -> Problem {
    Problem::refuse(Kind::Forbidden, "invalid-authentication", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn of(value: &str) -> Result<String, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        token(&headers)
    }

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn every_way_of_sending_a_token_is_taken() {
        for value in
            ["Bearer pypi-x", "bearer  pypi-x", "token pypi-x", &basic("__token__:pypi-x"), &basic("ada: pypi-x\n")]
        {
            assert_eq!(of(value).unwrap(), "pypi-x", "{value}");
        }
    }

    #[test]
    fn passwords_and_garbage_are_refused_with_403() {
        for value in [&basic("ada:secret"), &basic("pypi-x"), "Basic ?", "Digest x", "pypi-x"] {
            assert_eq!(of(value).unwrap_err().status(), 403, "{value}");
        }
        assert_eq!(token(&HeaderMap::new()).unwrap_err().status(), 403);
    }
}
