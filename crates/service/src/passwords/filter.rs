//! A compact filter of compromised passwords: a file of Bloom filters, one a page.
//!
//! A lookup reads one page of 4 KiB, so the filter takes no memory beyond what the
//! system caches, whatever its size. It never misses a password of the list; a password
//! that is not on it is taken for one in fewer than 1 of 1 000 000 cases: 20 bits are set
//! for an entry, and a page of 32 736 bits holds 1000 entries on average, which makes
//! (1 - e^(-20 × 1000 / 32 736))^20 ≈ 1.6e-7, or 1.8e-7 with the spread of the entries.
//!
//! The first page is the header: magic, version, number of pages and entries, and a
//! CRC-32 of these. Every other page ends in a CRC-32 of its own, which each lookup
//! checks. Numbers are little-endian.

use anyhow::{Context as _, Result, bail, ensure};
use std::{
    fs::File,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

/// Bytes of a page.
pub(crate) const PAGE: usize = 4096;

/// Entries that a page holds on average.
pub(crate) const ENTRIES_PER_PAGE: u64 = 1000;

const MAGIC: &[u8; 16] = b"compromised-pwds";
const VERSION: u32 = 1;

/// Bytes of a page that hold bits; the rest is the CRC-32.
const BODY: usize = PAGE - 4;

/// Bits that each entry sets.
const BITS_PER_ENTRY: usize = 20;

/// Bytes of the header that its CRC-32 covers.
const HEADER: usize = 36;

/// SHA-1 of a password, as the public lists have it.
pub type PasswordDigest = [u8; 20];

/// An opened filter.
#[derive(Debug)]
pub struct PasswordFilter {
    file: File,
    path: PathBuf,
    pages: u64,
    entries: u64,
}

impl PasswordFilter {
    /// Opens a filter and checks its header and length.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        let file = File::open(path).with_context(|| format!("the filter of passwords cannot be opened: `{shown}`"))?;
        let mut header = [0; PAGE];
        file.read_exact_at(&mut header, 0).with_context(|| format!("not a filter of passwords: `{shown}`"))?;
        let (pages, entries) =
            parse_header(&header).with_context(|| format!("not a filter of passwords: `{shown}`"))?;
        let (length, expected) = (file.metadata()?.len(), (pages + 1).saturating_mul(PAGE as u64));
        ensure!(
            length == expected,
            "the filter of passwords is cut off or longer than it says: `{shown}` has {length} bytes and not {expected}\n\
             hint: build it again with `fromagerie passwords build`"
        );
        Ok(Self { file, path: path.to_owned(), pages, entries })
    }

    /// Entries of the lists that it was built from, doubles counted.
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// Whether a password may be on the list; never `false` for one that is.
    ///
    /// Reads one page of the file.
    pub fn holds(&self, digest: &PasswordDigest) -> Result<bool> {
        let number = page_of(digest, self.pages);
        let mut page = [0; PAGE];
        self.file
            .read_exact_at(&mut page, (number + 1) * PAGE as u64)
            .with_context(|| format!("the filter of passwords cannot be read: `{}`", self.path.display()))?;
        ensure!(
            is_sound(&page),
            "the filter of passwords is damaged at page {number}: `{}`\n\
             hint: build it again with `fromagerie passwords build`",
            self.path.display()
        );
        Ok(is_set(&page, digest))
    }
}

/// Pages for so many entries.
pub(crate) const fn pages_for(entries: u64) -> u64 {
    let pages = entries.div_ceil(ENTRIES_PER_PAGE);
    if pages == 0 { 1 } else { pages }
}

/// The page of an entry: ascending digests have ascending pages.
pub(crate) fn page_of(digest: &PasswordDigest, pages: u64) -> u64 {
    let position = u128::from(number(&digest[..8]));
    u64::try_from((position * u128::from(pages)) >> 64).unwrap_or(u64::MAX)
}

/// Sets the bits of an entry in its page.
pub(crate) fn set(page: &mut [u8], digest: &PasswordDigest) {
    for bit in bits(digest) {
        page[bit / 8] |= 1 << (bit % 8);
    }
}

/// Ends a page with the checksum of its bits.
pub(crate) fn seal(page: &mut [u8]) {
    let checksum = crc32fast::hash(&page[..BODY]).to_le_bytes();
    page[BODY..].copy_from_slice(&checksum);
}

/// The first page of a filter.
pub(crate) fn header(pages: u64, entries: u64) -> [u8; PAGE] {
    let mut header = [0; PAGE];
    header[..16].copy_from_slice(MAGIC);
    header[16..20].copy_from_slice(&VERSION.to_le_bytes());
    header[20..28].copy_from_slice(&pages.to_le_bytes());
    header[28..HEADER].copy_from_slice(&entries.to_le_bytes());
    let checksum = crc32fast::hash(&header[..HEADER]).to_le_bytes();
    header[HEADER..HEADER + 4].copy_from_slice(&checksum);
    header
}

fn parse_header(header: &[u8; PAGE]) -> Result<(u64, u64)> {
    ensure!(&header[..16] == MAGIC, "it begins otherwise");
    let version = number(&header[16..20]);
    if version != u64::from(VERSION) {
        bail!("its version is {version}, and this program reads version {VERSION}; build it again");
    }
    let checksum = u64::from(crc32fast::hash(&header[..HEADER]));
    ensure!(number(&header[HEADER..HEADER + 4]) == checksum, "its header is damaged; build it again");
    let (pages, entries) = (number(&header[20..28]), number(&header[28..HEADER]));
    ensure!(pages != 0, "it has no pages; build it again");
    Ok((pages, entries))
}

fn is_sound(page: &[u8; PAGE]) -> bool {
    number(&page[BODY..]) == u64::from(crc32fast::hash(&page[..BODY]))
}

fn is_set(page: &[u8], digest: &PasswordDigest) -> bool {
    bits(digest).into_iter().all(|bit| page[bit / 8] & (1 << (bit % 8)) != 0)
}

/// The bits of an entry within its page, from the part of the digest that did not choose it.
///
/// Each is 16 bits of a SplitMix64 sequence: bits that follow from one another, as in
/// double hashing, would coincide too often in pages this small.
fn bits(digest: &PasswordDigest) -> [usize; BITS_PER_ENTRY] {
    let mut state = number(&digest[12..]);
    let mut block = 0;
    std::array::from_fn(|index| {
        if index % 4 == 0 {
            block = split_mix(&mut state);
        } else {
            block >>= 16;
        }
        (((block & 0xffff) * (BODY as u64 * 8)) >> 16) as usize
    })
}

/// One step of SplitMix64 (Steele, Lea, Flood 2014).
const fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Up to eight little-endian bytes as a number.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Digests as even as SHA-1's, from a fixed seed.
    fn digests(seed: u64, count: usize) -> impl Iterator<Item = PasswordDigest> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            let mut digest = [0; 20];
            for chunk in digest.chunks_mut(8) {
                let bytes = split_mix(&mut state).to_le_bytes();
                chunk.copy_from_slice(&bytes[..chunk.len()]);
            }
            digest
        })
        .take(count)
    }

    /// The pages of a filter, in memory.
    fn filter(digests: impl Iterator<Item = PasswordDigest>, count: u64) -> Vec<[u8; PAGE]> {
        let pages = pages_for(count);
        let mut filter = vec![[0; PAGE]; pages as usize];
        for digest in digests {
            set(&mut filter[page_of(&digest, pages) as usize], &digest);
        }
        filter
    }

    fn holds(filter: &[[u8; PAGE]], digest: &PasswordDigest) -> bool {
        is_set(&filter[page_of(digest, filter.len() as u64) as usize], digest)
    }

    proptest! {
        #[test]
        fn what_is_in_the_list_is_always_found(list in proptest::collection::vec(any::<PasswordDigest>(), 1..200)) {
            let filter = filter(list.iter().copied(), list.len() as u64);
            prop_assert!(list.iter().all(|digest| holds(&filter, digest)));
        }

        #[test]
        fn ascending_digests_have_ascending_pages(mut list in proptest::collection::vec(any::<PasswordDigest>(), 2..50)) {
            list.sort_unstable_by_key(|digest| number(&digest[..8]));
            let pages: Vec<u64> = list.iter().map(|digest| page_of(digest, 977)).collect();
            prop_assert!(pages.is_sorted() && pages.iter().all(|page| *page < 977));
        }
    }

    #[test]
    fn fewer_than_one_in_a_million_is_taken_for_compromised() {
        let filter = filter(digests(1, 100_000), 100_000);
        let wrong = digests(2, 3_000_000).filter(|digest| holds(&filter, digest)).count();
        assert!(wrong < 3, "{wrong} of 3 000 000");
    }

    #[test]
    fn a_header_is_read_as_it_was_written() {
        assert_eq!(parse_header(&header(7, 6_543)).unwrap(), (7, 6_543));
    }

    #[test]
    fn a_damaged_or_later_header_is_refused() {
        for place in [0, 16, 20, 28, HEADER] {
            let mut damaged = header(7, 6_543);
            damaged[place] ^= 1;
            assert!(parse_header(&damaged).is_err(), "{place}");
        }
        assert!(parse_header(&header(0, 0)).is_err());
    }

    #[test]
    fn a_flipped_bit_of_a_page_is_seen() {
        let mut page = [0; PAGE];
        set(&mut page, &[9; 20]);
        seal(&mut page);
        assert!(is_sound(&page));
        page[100] ^= 4;
        assert!(!is_sound(&page));
    }
}
