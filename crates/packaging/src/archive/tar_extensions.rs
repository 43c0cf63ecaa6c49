//! What stands before a tar member to change it: pax records, GNU's long names.

use super::errors::{ArchiveError, TarProblem};
use super::shown::Shown;
use super::tar_headers::{HeaderKind, TarHeader, TarKind};

/// A member with its final name, link target and size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TarMember {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) size: u64,
    pub(super) kind: TarKind,
    /// The header's offset in the expanded tar.
    pub(super) offset: u64,
}

/// The extension headers since the last member.
///
/// At most one of each may stand there, and a name may come from one of them only; readers
/// differ in which one wins.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pax: Option<PaxRecords>,
    long_name: Option<Vec<u8>>,
    long_link: Option<Vec<u8>>,
}

#[derive(Debug, Default)]
struct PaxRecords {
    path: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl Extensions {
    /// Whether nothing stands before the next member.
    pub(super) fn is_empty(&self) -> bool {
        self.pax.is_none() && self.long_name.is_none() && self.long_link.is_none()
    }

    /// Takes the content of one extension header.
    pub(super) fn add(&mut self, kind: HeaderKind, content: &[u8], at: u64) -> Result<(), ArchiveError> {
        let refuse = |kind| ArchiveError::tar(at, TarProblem::Extension { kind });
        let (kind, doubled) = match kind {
            HeaderKind::PaxGlobal if !self.is_empty() => ('g', true),
            HeaderKind::PaxGlobal => {
                let records = parse_pax(content).map_err(|reason| pax(at, reason))?;
                if records.path.is_some() || records.link.is_some() || records.size.is_some() || records.sparse {
                    return Err(pax(at, "a global header describes a single member"));
                }
                ('g', false)
            }
            HeaderKind::PaxLocal => {
                let records = parse_pax(content).map_err(|reason| pax(at, reason))?;
                ('x', self.pax.replace(records).is_some())
            }
            HeaderKind::LongName => {
                let name = long_text(content).ok_or_else(|| refuse('L'))?;
                ('L', self.long_name.replace(name).is_some())
            }
            HeaderKind::LongLink => {
                let link = long_text(content).ok_or_else(|| refuse('K'))?;
                ('K', self.long_link.replace(link).is_some())
            }
            HeaderKind::Member(_) => return Ok(()),
        };
        if doubled { Err(refuse(kind)) } else { Ok(()) }
    }

    /// Gives a member its final name, link target and size.
    pub(super) fn apply(self, header: TarHeader, kind: TarKind, at: u64) -> Result<TarMember, ArchiveError> {
        let pax = self.pax.unwrap_or_default();
        let name = only_one(pax.path, self.long_name, 'L', at)?.unwrap_or(header.name);
        let link = only_one(pax.link, self.long_link, 'K', at)?.unwrap_or(header.link);
        let size = pax.size.unwrap_or(header.size);
        let member = || Shown::from_bytes(&name);
        let problem = if pax.sparse {
            TarProblem::Sparse { member: member() }
        } else if kind != TarKind::File && (size != 0 || header.size != 0) {
            // Readers differ in whether they pass over data behind such a header.
            TarProblem::SizeWithoutFile { member: member() }
        } else {
            let decode = |bytes: Vec<u8>| {
                let refuse = |_| ArchiveError::tar(at, TarProblem::NameNotUtf8 { member: member() });
                String::from_utf8(bytes).map_err(refuse)
            };
            return Ok(TarMember { name: decode(name.clone())?, link: decode(link)?, size, kind, offset: at });
        };
        Err(ArchiveError::tar(at, problem))
    }
}

fn only_one(pax: Option<Vec<u8>>, long: Option<Vec<u8>>, kind: char, at: u64) -> Result<Option<Vec<u8>>, ArchiveError> {
    if pax.is_some() && long.is_some() {
        return Err(ArchiveError::tar(at, TarProblem::Extension { kind }));
    }
    Ok(pax.or(long))
}

/// A text that ends with NULs and has none inside.
fn long_text(content: &[u8]) -> Option<Vec<u8>> {
    let end = content.iter().rposition(|byte| *byte != 0)? + 1;
    (!content[..end].contains(&0)).then(|| content[..end].to_vec())
}

/// Reads `length key=value` records (POSIX.1-2001, pax interchange format).
fn parse_pax(content: &[u8]) -> Result<PaxRecords, &'static str> {
    let mut records = PaxRecords::default();
    let mut rest = content;
    while !rest.is_empty() {
        let (key, value, after) = split_record(rest).ok_or("a record's length is wrong")?;
        rest = after;
        let text = || Some(value.to_vec()).filter(|value| !value.is_empty() && !value.contains(&0));
        let earlier = match key {
            b"path" => records.path.replace(text().ok_or("a name is empty or has a NUL")?).is_some(),
            b"linkpath" => records.link.replace(text().ok_or("a link target is empty or has a NUL")?).is_some(),
            b"size" => records.size.replace(parse_decimal(value).ok_or("a size is not a number")?).is_some(),
            _ => {
                records.sparse |= key.starts_with(b"GNU.sparse.") || key == b"SCHILY.realsize";
                false
            }
        };
        if earlier {
            return Err("a record occurs more than once");
        }
    }
    Ok(records)
}

/// Splits off the first record: its key, its value, and what follows it.
fn split_record(content: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = content.iter().take(20).position(|byte| *byte == b' ')?;
    let length = usize::try_from(parse_decimal(&content[..space])?).ok()?;
    let record = content.get(space + 1..length)?.strip_suffix(b"\n")?;
    let equals = record.iter().position(|byte| *byte == b'=').filter(|position| *position > 0)?;
    Some((&record[..equals], &record[equals + 1..], &content[length..]))
}

fn parse_decimal(digits: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn pax(at: u64, reason: &'static str) -> ArchiveError {
    ArchiveError::tar(at, TarProblem::Pax { reason })
}

#[cfg(test)]
mod tests {
    use super::{long_text, parse_pax};

    #[test]
    fn records_give_path_link_and_size() {
        let records = parse_pax(b"11 path=a/b\n14 linkpath=c\n11 size=123\n20 comment=whatever\n");
        assert!(records.is_err(), "the last length is one too many");
        let records = parse_pax(b"12 path=a/b\n14 linkpath=c\n12 size=123\n").unwrap();
        assert_eq!(records.path.as_deref(), Some(b"a/b".as_slice()));
        assert_eq!(records.link.as_deref(), Some(b"c".as_slice()));
        assert_eq!(records.size, Some(123));
        assert!(!records.sparse);
    }

    #[test]
    fn broken_records_are_refused() {
        for content in [
            "x",
            "5",
            "0 a=b\n",
            "6 a=b",
            "6 a=b\nx",
            "99 a=b\n",
            "5 ab\n",
            "5 =b\n",
            "-6 a=b\n",
            "99999999999999999999999 a=b\n",
            "8 path=\n",
            "9 size=x\n",
            "1 ",
        ] {
            assert!(parse_pax(content.as_bytes()).is_err(), "{content:?}");
        }
    }

    #[test]
    fn a_record_twice_is_refused() {
        assert_eq!(parse_pax(b"10 path=a\n10 path=b\n").unwrap_err(), "a record occurs more than once");
    }

    #[test]
    fn sparse_records_of_all_dialects_are_seen() {
        for content in ["22 GNU.sparse.major=1\n", "19 GNU.sparse.map=\n", "21 SCHILY.realsize=9\n"] {
            assert!(parse_pax(content.as_bytes()).unwrap().sparse, "{content}");
        }
    }

    #[test]
    fn long_names_end_with_nuls_and_have_none_inside() {
        assert_eq!(long_text(b"abc\0"), Some(b"abc".to_vec()));
        assert_eq!(long_text(b"abc"), Some(b"abc".to_vec()));
        assert_eq!(long_text(b"a\0bc\0"), None);
        assert_eq!(long_text(b"\0\0"), None);
    }
}
