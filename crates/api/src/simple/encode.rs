//! A body in every coding that it is sent in, made once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::HeaderValue;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Zstd,
}

impl Coding {
    pub(crate) const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Zstd];

    /// The value of `Content-Encoding`.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Zstd => Some("zstd"),
        }
    }

    const fn letter(self) -> char {
        match self {
            Self::Identity => 'i',
            Self::Gzip => 'g',
            Self::Zstd => 'z',
        }
    }
}

/// A larger identity body is not kept but derived from the compressed one.
pub(crate) const LARGEST_IDENTITY: usize = 64 * 1024;

const ZSTD_LEVEL: i32 = 6;

/// One text in three codings.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    identity: Option<Bytes>,
    gzip: Bytes,
    zstd: Bytes,
    /// 72 bits of the text's SHA-256, in base64.
    digest: String,
}

/// The entity tags of one media type of a text, by coding.
#[derive(Clone, Debug)]
pub(crate) struct Tags([HeaderValue; 3]);

impl Encoded {
    /// Compresses a text; takes milliseconds for a large one.
    ///
    /// # Errors
    ///
    /// When a compressor fails.
    pub(crate) fn new(text: String) -> anyhow::Result<Self> {
        let mut gzip = GzEncoder::new(Vec::with_capacity(text.len() / 4), Compression::default());
        gzip.write_all(text.as_bytes())?;
        let gzip = gzip.finish()?;
        let zstd = zstd::bulk::compress(text.as_bytes(), ZSTD_LEVEL)?;
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..9]);
        let is_small = text.len() <= LARGEST_IDENTITY;
        Ok(Self {
            // Exact sizes: what is counted against the bound is what is held.
            identity: is_small.then(|| Bytes::from(text.into_bytes().into_boxed_slice())),
            gzip: Bytes::from(gzip.into_boxed_slice()),
            zstd: Bytes::from(zstd.into_boxed_slice()),
            digest,
        })
    }

    /// The body in a coding; `None` where it has to be derived.
    pub(crate) fn body(&self, coding: Coding) -> Option<&Bytes> {
        match coding {
            Coding::Identity => self.identity.as_ref(),
            Coding::Gzip => Some(&self.gzip),
            Coding::Zstd => Some(&self.zstd),
        }
    }

    /// The text itself, from the compressed one where it is not kept.
    ///
    /// # Errors
    ///
    /// When what we compressed does not decompress.
    pub(crate) fn text(&self) -> anyhow::Result<Bytes> {
        match &self.identity {
            Some(text) => Ok(text.clone()),
            None => Ok(Bytes::from(zstd::stream::decode_all(&self.zstd[..])?)),
        }
    }

    /// Strong entity tags under a media type, which `kind` tells from the others.
    pub(crate) fn tags(&self, kind: char) -> Tags {
        Tags(Coding::ALL.map(|coding| {
            HeaderValue::try_from(format!("\"{}{kind}{}\"", self.digest, coding.letter()))
                .expect("base64 stands in a header")
        }))
    }

    /// Bytes that the bodies take.
    pub(crate) fn weight(&self) -> usize {
        self.identity.as_ref().map_or(0, Bytes::len) + self.gzip.len() + self.zstd.len()
    }
}

impl Tags {
    pub(crate) fn of(&self, coding: Coding) -> &HeaderValue {
        &self.0[coding as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn every_coding_holds_the_same_text() {
        for length in [0, 10, LARGEST_IDENTITY, LARGEST_IDENTITY + 1] {
            let text = "affinage ".repeat(length / 9 + 1)[..length].to_owned();
            let encoded = Encoded::new(text.clone()).unwrap();
            let mut unzipped = String::new();
            flate2::read::GzDecoder::new(&encoded.body(Coding::Gzip).unwrap()[..]).read_to_string(&mut unzipped).unwrap();
            assert_eq!(unzipped, text);
            assert_eq!(encoded.text().unwrap(), text);
            assert_eq!(encoded.body(Coding::Identity).is_some(), length <= LARGEST_IDENTITY);
        }
    }

    #[test]
    fn tags_differ_by_text_coding_and_media_type() {
        let one = Encoded::new("one".to_owned()).unwrap();
        let two = Encoded::new("two".to_owned()).unwrap();
        let mut tags = Vec::new();
        for encoded in [&one, &two] {
            for kind in ['h', 'j'] {
                tags.extend(Coding::ALL.map(|coding| encoded.tags(kind).of(coding).to_str().unwrap().to_owned()));
            }
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 12);
    }
}
