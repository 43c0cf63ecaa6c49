//! Reading a log chunk by chunk, within bounds of time and memory.

use super::refusal::ImportRefused;
use chrono::{DateTime, Utc};
use domain::downloads::log::{Line, LogForm, LoggedDownload};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

/// Lines of one chunk: what one Write counts.
const MOST_LINES: i64 = 50_000;

/// Bytes of a line beyond which it is not read; what follows on it is passed over.
const LONGEST_LINE: usize = 64 * 1024;

/// Lines that are shown because they could not be read.
pub(super) const MOST_SAMPLES: usize = 5;

/// Characters of such a line that are shown.
const SAMPLE_LENGTH: usize = 120;

/// How the text of a gzip file begins (RFC 1952 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Counted from 1.
    pub number: i64,
    /// Its beginning, without control characters.
    pub text: String,
}

/// Some lines of a log.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) lines: i64,
    /// Lines that tell of nothing that is counted.
    pub(super) ignored: i64,
    pub(super) unreadable: i64,
    pub(super) downloads: Vec<LoggedDownload>,
    pub(super) samples: Vec<Sample>,
    /// The byte after its last line.
    pub(super) end: i64,
}

/// A log that is being read.
pub(super) struct LogReader {
    text: Box<dyn BufRead + Send>,
    form: LogForm,
    position: i64,
    size: i64,
}

impl Sample {
    /// The same line, with so many lines before those of its chunk.
    pub(super) fn after(&self, lines: i64) -> Self {
        Self { number: lines + self.number, text: self.text.clone() }
    }
}

impl LogReader {
    /// A reader at a byte of the text that reads no further than `size`.
    pub(super) fn open(path: &Path, form: LogForm, position: i64, size: i64) -> Result<Self, ImportRefused> {
        let unreadable = |fault: io::Error| ImportRefused::unreadable(path, &fault);
        let mut text = open(path).map_err(unreadable)?;
        let before = u64::try_from(position).unwrap_or(0);
        // A compressed text has no other way to its middle.
        io::copy(&mut (&mut text).take(before), &mut io::sink()).map_err(unreadable)?;
        let rest = u64::try_from(size - position).unwrap_or(0);
        Ok(Self { text: Box::new(text.take(rest)), form, position, size })
    }

    /// The next lines; empty at the end.
    pub(super) fn next_chunk(&mut self, now: DateTime<Utc>) -> io::Result<Chunk> {
        let mut chunk = Chunk { end: self.position, ..Chunk::default() };
        let mut line = Vec::new();
        while chunk.lines < MOST_LINES && self.position < self.size {
            let length = next_line(&mut self.text, &mut line)?;
            if length == 0 {
                break;
            }
            self.position += length;
            chunk.take(self.form, &line, now);
        }
        chunk.end = self.position;
        Ok(chunk)
    }
}

impl Chunk {
    fn take(&mut self, form: LogForm, line: &[u8], now: DateTime<Utc>) {
        self.lines += 1;
        if line.is_empty() {
            self.ignored += 1;
            return;
        }
        let told = if line.len() > LONGEST_LINE { Line::Unreadable } else { form.read(line, now) };
        match told {
            Line::Download(download) => self.downloads.push(download),
            Line::Nothing => self.ignored += 1,
            Line::Unreadable => {
                self.unreadable += 1;
                if self.samples.len() < MOST_SAMPLES {
                    self.samples.push(Sample { number: self.lines, text: shown(line) });
                }
            }
        }
    }
}

/// The text of a log, without its compression.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let mut file = BufReader::with_capacity(256 * 1024, File::open(path)?);
    if file.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

/// Reads a line without its end; says how many bytes it took, 0 at the end of the text.
///
/// Of a line that is too long, the part that shows it is kept.
pub(super) fn next_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<i64> {
    line.clear();
    let mut taken = 0;
    loop {
        let buffer = text.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let room = (LONGEST_LINE + 1).saturating_sub(line.len());
        line.extend_from_slice(&part[..part.len().min(room)]);
        let length = end.map_or(buffer.len(), |end| end + 1);
        text.consume(length);
        taken += i64::try_from(length).unwrap_or(0);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(taken)
}

fn shown(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(&line[..line.len().min(4 * SAMPLE_LENGTH)]).into_owned();
    text.chars().map(|it| if it.is_control() { '\u{fffd}' } else { it }).take(SAMPLE_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn lines(text: &[u8]) -> Vec<(i64, Vec<u8>)> {
        let mut text = BufReader::with_capacity(7, Cursor::new(text));
        let mut found = Vec::new();
        loop {
            let mut line = Vec::new();
            match next_line(&mut text, &mut line).unwrap() {
                0 => return found,
                length => found.push((length, line)),
            }
        }
    }

    #[test]
    fn lines_end_in_either_way_and_the_last_one_without() {
        let found = lines(b"one\r\n\nthree, a long one\nfour");
        let expected = [(5, "one"), (1, ""), (18, "three, a long one"), (4, "four")];
        assert_eq!(found, expected.map(|(length, line)| (length, line.as_bytes().to_vec())));
    }

    #[test]
    fn a_line_without_end_takes_no_more_memory_than_the_longest_one() {
        let mut text = vec![b'x'; 1024 * 1024];
        text.extend_from_slice(b"\nnext");
        let found = lines(&text);
        assert_eq!(
            found.iter().map(|(length, line)| (*length, line.len())).collect::<Vec<_>>(),
            [(1024 * 1024 + 1, LONGEST_LINE + 1), (4, 4)]
        );
    }

    #[test]
    fn what_is_shown_of_a_line_cannot_move_a_terminal() {
        assert_eq!(shown(b"a\x1b[2Jb\xff"), "a\u{fffd}[2Jb\u{fffd}");
        assert_eq!(shown(&[b'x'; 5_000]).len(), SAMPLE_LENGTH);
    }
}
