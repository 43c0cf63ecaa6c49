//! Segments: the counts of 1,024 projects in a row, as a text of bytes.
//!
//! Each count is a variable-length number (LEB128: seven bits in a byte, the lowest
//! first, the highest bit set while more follow). Zeros at the end are left out, so
//! that an empty segment takes no byte.

use thiserror::Error;

/// How many projects share one segment.
pub const PLACES: usize = 1024;

/// One count for each place of a segment.
pub type Counts = [u64; PLACES];

/// Where the counts of a project stand: which segment, and which number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub bucket: i32,
    pub index: usize,
}

/// Why the bytes of a segment cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SegmentError {
    #[error("the last number of a segment is cut off")]
    CutOff,
    #[error("a number of a segment is larger than 64 bits hold")]
    TooLarge,
    #[error("a segment holds more than 1,024 numbers")]
    TooMany,
    #[error("the sum of a place is larger than 64 bits hold: place {place}")]
    Overflow { place: usize },
    #[error("more is taken away from a place than it holds: place {place}")]
    Underflow { place: usize },
}

impl Place {
    /// The place of an ordinal; `None` below zero and beyond all buckets.
    pub fn of(ordinal: i64) -> Option<Self> {
        let ordinal = u64::try_from(ordinal).ok()?;
        let places = PLACES as u64;
        let bucket = i32::try_from(ordinal / places).ok()?;
        Some(Self { bucket, index: usize::try_from(ordinal % places).ok()? })
    }

    /// The ordinal of a place.
    pub fn ordinal(self) -> i64 {
        let index = i64::try_from(self.index).unwrap_or(0);
        i64::from(self.bucket) * (PLACES as i64) + index
    }
}

/// The bytes of some counts, those of the first places first.
pub fn encode(counts: &[u64]) -> Vec<u8> {
    let used = counts.iter().rposition(|count| *count != 0).map_or(0, |last| last + 1);
    let mut bytes = Vec::with_capacity(used + used / 4);
    for count in &counts[..used] {
        let mut rest = *count;
        while rest >= 0x80 {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// Adds the counts of a segment to sums; after an error the sums mean nothing.
pub fn add(sums: &mut Counts, bytes: &[u8]) -> Result<(), SegmentError> {
    each(bytes, |place, count| {
        let sum = sums.get_mut(place).ok_or(SegmentError::TooMany)?;
        *sum = sum.checked_add(count).ok_or(SegmentError::Overflow { place })?;
        Ok(())
    })
}

/// Takes the counts of a segment away; after an error the sums mean nothing.
pub fn subtract(sums: &mut Counts, bytes: &[u8]) -> Result<(), SegmentError> {
    each(bytes, |place, count| {
        let sum = sums.get_mut(place).ok_or(SegmentError::TooMany)?;
        *sum = sum.checked_sub(count).ok_or(SegmentError::Underflow { place })?;
        Ok(())
    })
}

/// Every count of a segment.
pub fn decode(bytes: &[u8]) -> Result<Box<Counts>, SegmentError> {
    let mut counts = Box::new([0; PLACES]);
    add(&mut counts, bytes)?;
    Ok(counts)
}

/// Calls a function with every number and its place.
#[inline]
fn each(bytes: &[u8], mut take: impl FnMut(usize, u64) -> Result<(), SegmentError>) -> Result<(), SegmentError> {
    let mut at = 0;
    let mut place = 0;
    while let Some(first) = bytes.get(at) {
        at += 1;
        let mut number = u64::from(first & 0x7f);
        if first & 0x80 != 0 {
            (number, at) = long(bytes, at, number)?;
        }
        take(place, number)?;
        place += 1;
    }
    Ok(())
}

/// The rest of a number of more than one byte, and where the next one begins.
#[inline]
fn long(bytes: &[u8], mut at: usize, mut number: u64) -> Result<(u64, usize), SegmentError> {
    let mut shift = 7;
    loop {
        let byte = *bytes.get(at).ok_or(SegmentError::CutOff)?;
        at += 1;
        let part = u64::from(byte & 0x7f);
        // The tenth byte has room for one bit.
        if shift > 63 || (shift == 63 && part > 1) {
            return Err(SegmentError::TooLarge);
        }
        number |= part << shift;
        if byte & 0x80 == 0 {
            return Ok((number, at));
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_counts_take_a_byte_and_zeros_at_the_end_none() {
        assert_eq!(encode(&[]), Vec::<u8>::new());
        assert_eq!(encode(&[0, 0, 0]), Vec::<u8>::new());
        assert_eq!(encode(&[0, 1, 127, 0]), [0, 1, 127]);
        assert_eq!(encode(&[128, 300]), [0x80, 0x01, 0xac, 0x02]);
        assert_eq!(encode(&[u64::MAX]).len(), 10);
    }

    #[test]
    fn the_place_of_an_ordinal_is_its_quotient_and_rest() {
        for (ordinal, bucket, index) in [(0, 0, 0), (1023, 0, 1023), (1024, 1, 0), (349_999, 341, 815)] {
            let place = Place::of(ordinal).expect("it is a place");
            assert_eq!(place, Place { bucket, index });
            assert_eq!(place.ordinal(), ordinal);
        }
        assert_eq!(Place::of(-1), None);
        assert_eq!(Place::of(i64::MAX), None);
    }

    #[test]
    fn damaged_bytes_are_told_apart() {
        let mut sums = [0; PLACES];
        for (bytes, error) in [
            (vec![0x80], SegmentError::CutOff),
            (vec![1, 0xff, 0xff], SegmentError::CutOff),
            (vec![0xff; 11], SegmentError::TooLarge),
            ([vec![0xff; 9], vec![2]].concat(), SegmentError::TooLarge),
            (vec![1; PLACES + 1], SegmentError::TooMany),
        ] {
            assert_eq!(add(&mut sums, &bytes), Err(error));
        }
    }

    #[test]
    fn sums_do_not_wrap_around() {
        let mut sums = [0; PLACES];
        add(&mut sums, &encode(&[u64::MAX])).expect("it fits");
        assert_eq!(add(&mut sums, &[1]), Err(SegmentError::Overflow { place: 0 }));
        assert_eq!(subtract(&mut [0; PLACES], &[0, 1]), Err(SegmentError::Underflow { place: 1 }));
    }

    proptest! {
        #[test]
        fn what_is_encoded_comes_back(counts in prop::collection::vec(any::<u64>(), 0..=PLACES)) {
            let decoded = decode(&encode(&counts)).expect("our own bytes are good");
            prop_assert_eq!(&decoded[..counts.len()], &counts[..]);
            prop_assert!(decoded[counts.len()..].iter().all(|count| *count == 0));
        }

        #[test]
        fn what_is_added_can_be_taken_away(
            sums in prop::collection::vec(0_u64..1 << 40, PLACES),
            counts in prop::collection::vec(0_u64..1 << 40, 0..=PLACES),
        ) {
            let before: Counts = sums.try_into().expect("there are as many as places");
            let mut after = before;
            add(&mut after, &encode(&counts)).expect("it fits");
            subtract(&mut after, &encode(&counts)).expect("it was added");
            prop_assert_eq!(before, after);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            if let Ok(counts) = decode(&bytes) {
                prop_assert!(decode(&encode(&counts[..])).is_ok_and(|again| again == counts));
            }
        }
    }
}
