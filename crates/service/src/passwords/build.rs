//! Building a filter of compromised passwords from the public lists of SHA-1 digests.

use super::filter::{self, PAGE, PasswordDigest};
use anyhow::{Context as _, Result, ensure};
use std::{
    fs::File,
    io::{BufRead as _, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Bytes of pages that are held in memory; a larger filter reads its lists several times.
const MEMORY: u64 = 1 << 30;

/// Lines between two reports of progress.
const LINES_PER_REPORT: u64 = 1 << 18;

/// A filter that was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltFilter {
    pub entries: u64,
    /// Of the file.
    pub bytes: u64,
}

/// Builds a filter from files with lines `HASH` or `HASH:count`, in any order.
///
/// The lists are streamed: once to count them, then once for each GiB of the filter.
/// `progress` is told how many of how many bytes are read. The file appears at `out`
/// when it is whole.
///
/// # Errors
/// Names the file and line that is not a line of a list.
pub fn build(lists: &[PathBuf], out: &Path, progress: impl FnMut(u64, u64)) -> Result<BuiltFilter> {
    build_within(lists, out, MEMORY, progress)
}

fn build_within(lists: &[PathBuf], out: &Path, memory: u64, progress: impl FnMut(u64, u64)) -> Result<BuiltFilter> {
    let size: u64 = lists.iter().map(|list| length(list)).sum::<Result<u64>>()?;
    let mut reading = Reading { done: 0, total: 2 * size, progress };
    let mut entries = 0;
    reading.lists(lists, |_| entries += 1)?;
    ensure!(entries != 0, "the lists hold no digest of a password");
    let pages = filter::pages_for(entries);
    let pages_at_once = (memory / PAGE as u64).clamp(1, pages);
    reading.total = size * (1 + pages.div_ceil(pages_at_once));
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = NamedTempFile::new_in(folder)
        .with_context(|| format!("no file can be made in the folder: `{}`", folder.display()))?;
    let mut writer = BufWriter::new(file);
    writer.write_all(&filter::header(pages, entries))?;
    let mut first = 0;
    while first < pages {
        let count = pages_at_once.min(pages - first);
        writer.write_all(&part(&mut reading, lists, pages, first, count)?)?;
        first += count;
    }
    let file = writer.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(out).with_context(|| format!("the filter cannot be put at: `{}`", out.display()))?;
    Ok(BuiltFilter { entries, bytes: (pages + 1) * PAGE as u64 })
}

/// The pages `first..first + count`, sealed.
fn part(
    reading: &mut Reading<impl FnMut(u64, u64)>,
    lists: &[PathBuf],
    pages: u64,
    first: u64,
    count: u64,
) -> Result<Vec<u8>> {
    let mut part = vec![0; usize::try_from(count)? * PAGE];
    reading.lists(lists, |digest| {
        let number = filter::page_of(&digest, pages);
        if let Some(place) = number.checked_sub(first).filter(|place| *place < count) {
            // Fewer pages than fit into memory, so the number fits too.
            let start = place as usize * PAGE;
            filter::set(&mut part[start..start + PAGE], &digest);
        }
    })?;
    part.chunks_mut(PAGE).for_each(filter::seal);
    Ok(part)
}

/// The lists as they are read through, with how far that is.
struct Reading<P> {
    done: u64,
    total: u64,
    progress: P,
}

impl<P: FnMut(u64, u64)> Reading<P> {
    fn lists(&mut self, lists: &[PathBuf], mut each: impl FnMut(PasswordDigest)) -> Result<()> {
        for list in lists {
            let file = File::open(list).with_context(|| format!("the list cannot be opened: `{}`", list.display()))?;
            let mut reader = BufReader::with_capacity(1 << 20, file);
            let (mut line, mut number) = (Vec::new(), 0);
            loop {
                line.clear();
                let read = reader.read_until(b'\n', &mut line).with_context(|| unreadable(list))?;
                if read == 0 {
                    break;
                }
                number += 1;
                self.done += read as u64;
                if number % LINES_PER_REPORT == 0 {
                    (self.progress)(self.done, self.total);
                }
                let text = line.trim_ascii();
                if !text.is_empty() {
                    each(parse(text).with_context(|| wrong_line(list, number))?);
                }
            }
        }
        (self.progress)(self.done, self.total);
        Ok(())
    }
}

/// `HASH` or `HASH:count`, of which the count does not matter.
fn parse(line: &[u8]) -> Option<PasswordDigest> {
    let (digest, rest) = line.split_at_checked(40)?;
    let is_line = match rest {
        [] => true,
        [b':', count @ ..] => !count.is_empty() && count.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let mut parsed = [0; 20];
    (is_line && hex::decode_to_slice(digest, &mut parsed).is_ok()).then_some(parsed)
}

fn length(list: &Path) -> Result<u64> {
    let metadata = std::fs::metadata(list).with_context(|| format!("there is no list: `{}`", list.display()))?;
    ensure!(metadata.is_file(), "the list is not a file: `{}`", list.display());
    Ok(metadata.len())
}

fn unreadable(list: &Path) -> String {
    format!("the list cannot be read: `{}`", list.display())
}

fn wrong_line(list: &Path, number: u64) -> String {
    format!(
        "not a line of a list of passwords: `{}:{number}`\n\
         hint: a line is a SHA-1 digest in hexadecimal, a colon and a count",
        list.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passwords::{digest_of, filter::PasswordFilter};
    use tempfile::TempDir;

    fn list(folder: &TempDir, name: &str, lines: &[String]) -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, lines.concat()).unwrap();
        path
    }

    fn line(index: usize) -> String {
        format!("{}:{index}\r\n", hex::encode_upper(digest_of(&format!("cheese {index}"))))
    }

    #[test]
    fn every_password_of_the_lists_is_found_sorted_or_not() {
        let folder = TempDir::new().unwrap();
        let mut lines: Vec<String> = (0..5_000).map(line).collect();
        let unsorted = list(&folder, "unsorted", &lines[..2_500]);
        lines[2_500..].sort();
        let sorted = list(&folder, "sorted", &lines[2_500..]);
        let out = folder.path().join("filter");
        // Two pages at once: the lists are read three times for the five of them.
        let built = build_within(&[unsorted, sorted], &out, 2 * PAGE as u64, |_, _| ()).unwrap();
        assert_eq!((built.entries, built.bytes), (5_000, 6 * PAGE as u64));
        let filter = PasswordFilter::open(&out).unwrap();
        assert_eq!((filter.entries(), std::fs::metadata(&out).unwrap().len()), (5_000, built.bytes));
        for index in 0..5_000 {
            assert!(filter.holds(&digest_of(&format!("cheese {index}"))).unwrap(), "{index}");
        }
        let wrong = (0..5_000).filter(|index| filter.holds(&digest_of(&format!("other {index}"))).unwrap()).count();
        assert_eq!(wrong, 0);
    }

    #[test]
    fn progress_ends_at_the_whole() {
        let folder = TempDir::new().unwrap();
        let list = list(&folder, "list", &(0..50).map(line).collect::<Vec<_>>());
        let mut last = (0, 1);
        build(&[list], &folder.path().join("filter"), |done, total| last = (done, total)).unwrap();
        assert_eq!(last.0, last.1);
    }

    #[test]
    fn a_line_that_is_none_is_told_with_its_number_and_nothing_is_left_behind() {
        let folder = TempDir::new().unwrap();
        let list = list(&folder, "list", &[line(1), "password:7\n".to_owned()]);
        let out = folder.path().join("filter");
        let fault = build(&[list], &out, |_, _| ()).unwrap_err();
        assert!(format!("{fault:#}").contains("list:2"), "{fault:#}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_filter_that_is_cut_off_or_damaged_is_refused() {
        let folder = TempDir::new().unwrap();
        let list = list(&folder, "list", &(0..50).map(line).collect::<Vec<_>>());
        let out = folder.path().join("filter");
        build(&[list], &out, |_, _| ()).unwrap();
        let whole = std::fs::read(&out).unwrap();
        std::fs::write(&out, &whole[..whole.len() - 1]).unwrap();
        assert!(format!("{:#}", PasswordFilter::open(&out).unwrap_err()).contains("cut off"));
        let mut damaged = whole;
        damaged[PAGE + 7] ^= 1;
        std::fs::write(&out, &damaged).unwrap();
        let fault = PasswordFilter::open(&out).unwrap().holds(&digest_of("cheese 1")).unwrap_err();
        assert!(format!("{fault:#}").contains("damaged"), "{fault:#}");
    }

    #[test]
    fn lines_are_read_with_and_without_a_count() {
        let digest = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";
        assert_eq!(parse(digest.as_bytes()), Some(digest_of("password")));
        assert_eq!(parse(format!("{}:52", digest.to_lowercase()).as_bytes()), Some(digest_of("password")));
        for bad in [&digest[1..], &format!("{digest}:"), &format!("{digest}:x"), &format!("{digest};1"), ""] {
            assert_eq!(parse(bad.as_bytes()), None, "{bad}");
        }
    }
}
