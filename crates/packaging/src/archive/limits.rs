//! What an archive may cost: sizes, counts and the ratio of expansion.

use super::errors::{ArchiveError, LimitProblem};

const MEBIBYTE: u64 = 1024 * 1024;

/// Bounds on what one archive may hold and expand to.
///
/// Sizes are in bytes. The defaults of the zip ratio are those of the Python Package Index:
/// more than 64 MiB and more than fifty times the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most members an archive may have; a zip holds no more without ZIP64.
    ///
    /// Each costs about 250 bytes of memory; the largest known sdist has about 45 000.
    pub members: usize,
    /// The most bytes that one member name may have.
    pub name_bytes: usize,
    /// The most bytes that all member names may have together.
    pub all_names_bytes: usize,
    /// The most bytes that all members may expand to, whatever the ratio.
    pub expanded_bytes: u64,
    /// The expansion below which no ratio is looked at.
    pub ratio_free_bytes: u64,
    /// The highest expansion of a zip, as a multiple of the file's size.
    pub zip_ratio: u64,
    /// The highest expansion of a gzipped tar, as a multiple of the file's size.
    ///
    /// It is above the zip's, because a tar compresses the headers and the padding of its
    /// members too, and all members as one stream. Real sdists reach about ten; deflate ends
    /// at 1032.
    pub tar_ratio: u64,
    /// The most bytes of METADATA or PKG-INFO, which are read into memory.
    pub metadata_bytes: u64,
    /// The most bytes of RECORD, which is read line by line.
    pub record_bytes: u64,
    /// The most bytes of each small control file: WHEEL, entry_points.txt, a pax header.
    pub control_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            members: 65_534,
            name_bytes: 1024,
            all_names_bytes: 8 * 1024 * 1024,
            expanded_bytes: 4096 * MEBIBYTE,
            ratio_free_bytes: 64 * MEBIBYTE,
            zip_ratio: 50,
            tar_ratio: 100,
            metadata_bytes: 16 * MEBIBYTE,
            record_bytes: 32 * MEBIBYTE,
            control_bytes: MEBIBYTE,
        }
    }
}

/// A running count of expanded bytes that stops a decompression bomb while it bursts.
#[derive(Debug)]
pub(super) struct Meter {
    expanded: u64,
    most: u64,
    refusal: LimitProblem,
}

impl Meter {
    /// A meter for a file of `file_bytes`, which may expand `ratio` times.
    pub(super) fn new(limits: &Limits, file_bytes: u64, ratio: u64) -> Self {
        let by_ratio = file_bytes.saturating_mul(ratio).max(limits.ratio_free_bytes);
        if by_ratio < limits.expanded_bytes {
            let refusal = LimitProblem::Ratio { most: ratio };
            return Self { expanded: 0, most: by_ratio, refusal };
        }
        let refusal = LimitProblem::Expanded { most: limits.expanded_bytes };
        Self { expanded: 0, most: limits.expanded_bytes, refusal }
    }

    /// Counts bytes that were really expanded.
    pub(super) fn count(&mut self, bytes: usize) -> Result<(), ArchiveError> {
        self.expanded = self.expanded.saturating_add(bytes as u64);
        if self.expanded > self.most {
            return Err(ArchiveError::Limit(self.refusal.clone()));
        }
        Ok(())
    }

    /// How many bytes were expanded so far.
    pub(super) fn expanded(&self) -> u64 {
        self.expanded
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Meter};

    fn small() -> Limits {
        Limits { ratio_free_bytes: 1000, expanded_bytes: 4000, ..Limits::default() }
    }

    #[test]
    fn a_high_ratio_below_the_free_size_is_allowed() {
        assert!(Meter::new(&small(), 1, 50).count(1000).is_ok());
    }

    #[test]
    fn a_ratio_over_the_limit_above_the_free_size_is_refused() {
        let mut meter = Meter::new(&small(), 30, 50);
        assert!(meter.count(1500).is_ok());
        assert!(meter.count(1).unwrap_err().to_string().contains("`50` times"));
    }

    #[test]
    fn the_total_limit_holds_whatever_the_ratio() {
        let mut meter = Meter::new(&small(), 4000, 50);
        assert!(meter.count(4000).is_ok());
        assert!(meter.count(1).unwrap_err().to_string().contains("`4000` bytes"));
    }
}
