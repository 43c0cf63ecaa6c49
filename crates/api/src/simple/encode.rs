//! A body in every coding that it is sent in, made once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures::Stream;
use http::HeaderValue;
use sha2::{Digest as _, Sha256};
use std::io::{self, Cursor, Read as _, Write as _};

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

/// Bytes that are decompressed at once, in about a tenth of a millisecond.
const CHUNK: usize = 64 * 1024;

/// One text in three codings.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    identity: Option<Bytes>,
    gzip: Bytes,
    zstd: Bytes,
    /// Bytes of the text itself.
    length: usize,
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
        let length = text.len();
        let is_small = length <= LARGEST_IDENTITY;
        Ok(Self {
            length,
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

    /// Bytes of the text itself.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The text itself from the compressed one, as fast as it is taken.
    pub(crate) fn derive(&self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static + use<> {
        let mut decoder = zstd::stream::read::Decoder::new(Cursor::new(self.zstd.clone()));
        futures::stream::iter(std::iter::from_fn(move || {
            let decoder = match &mut decoder {
                Ok(decoder) => decoder,
                Err(error) => return Some(Err(io::Error::other(error.to_string()))),
            };
            let mut chunk = Vec::with_capacity(CHUNK);
            match decoder.by_ref().take(CHUNK as u64).read_to_end(&mut chunk) {
                Ok(0) => None,
                Ok(_) => Some(Ok(Bytes::from(chunk))),
                Err(error) => Some(Err(error)),
            }
        }))
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
    use futures::TryStreamExt as _;

    #[tokio::test]
    async fn every_coding_holds_the_same_text() {
        for length in [0, 10, LARGEST_IDENTITY, LARGEST_IDENTITY + 1] {
            let text = "affinage ".repeat(length / 9 + 1)[..length].to_owned();
            let encoded = Encoded::new(text.clone()).unwrap();
            let mut unzipped = String::new();
            flate2::read::GzDecoder::new(&encoded.body(Coding::Gzip).unwrap()[..])
                .read_to_string(&mut unzipped)
                .unwrap();
            assert_eq!(unzipped, text);
            let derived: Vec<Bytes> = encoded.derive().try_collect().await.unwrap();
            assert_eq!((derived.concat(), encoded.length()), (text.into_bytes(), length));
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
