//! Any bytes as a macaroon, any text as a token; what is read is written back the same.
#![no_main]

use domain::tokens::caveat::Caveat;
use domain::tokens::macaroon::{Macaroon, SIGNATURE_LENGTH};
use domain::tokens::{ApiToken, MOST_CAVEATS};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = Caveat::parse(data);
    if let Ok(macaroon) = Macaroon::deserialize(data, MOST_CAVEATS) {
        // Nobody guesses a signature, and attenuating one never repairs it.
        assert!(!macaroon.verify(&[7; SIGNATURE_LENGTH]));
        let again = Macaroon::deserialize(&macaroon.serialize(), MOST_CAVEATS);
        assert!(
            again.is_ok_and(|again| again.caveats == macaroon.caveats
                && again.identifier == macaroon.identifier)
        );
    }
    if let Ok(token) = std::str::from_utf8(data)
        .map_err(drop)
        .and_then(|text| ApiToken::parse(text).map_err(drop))
    {
        let _ = token.caveats();
        assert!(ApiToken::parse(&token.to_text()).is_ok_and(|again| again.id() == token.id()));
    }
});
