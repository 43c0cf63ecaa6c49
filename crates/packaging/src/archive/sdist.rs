//! Sdists: a gzipped tar with one top folder that holds PKG-INFO.

use std::io::{Read, Seek};

use super::errors::{ArchiveError, LayoutProblem, MemberProblem};
use super::limits::Limits;
use super::names::{MemberNames, NameIndex, NameKind, check_name};
use super::shown::Shown;
use super::tar_extensions::TarMember;
use super::tar_headers::TarKind;
use super::tar_members::TarReader;
use super::zip_members::extend_up_to;

/// What was found in an sdist that may be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SdistContents {
    /// The bytes of PKG-INFO in the top folder.
    pub pkg_info: Vec<u8>,
    /// The names of all files and links in the sdist, with the top folder.
    pub members: MemberNames,
    /// The size of all files together, in bytes.
    pub total_size: u64,
}

/// Checks a whole sdist and gives what an index needs to know about it.
///
/// `expected_top` is the one top folder, `{name}-{version}` as in the file name (PEP 625).
/// Checked are the gzip stream, every header, that names and links stay in the top folder in the spirit
/// of the data filter of PEP 721, and that the file is nothing else than a gzipped tar. A gzip file
/// of several streams is refused, because some readers see only the first.
///
/// # Errors
/// The first rule that is broken, or [`ArchiveError::Unreadable`] when `file` cannot be read.
pub fn inspect_sdist<R: Read + Seek>(
    file: &mut R,
    expected_top: &str,
    limits: &Limits,
) -> Result<SdistContents, ArchiveError> {
    let mut reader = TarReader::new(file, limits)?;
    let mut names = NameIndex::default();
    let pkg_info_name = format!("{expected_top}/PKG-INFO");
    let mut pkg_info = Vec::new();
    let mut total_size = 0_u64;
    while let Some(member) = reader.next_member()? {
        let name = member_name(&member, expected_top, limits)?;
        check_link(&member, name, &names, limits)?;
        names.add(name, name_kind(member.kind), limits)?;
        let is_pkg_info = name == pkg_info_name;
        reader.content(member.size, &mut |bytes| {
            if is_pkg_info { extend_up_to(&mut pkg_info, bytes, name, limits.metadata_bytes) } else { Ok(()) }
        })?;
        total_size = total_size.saturating_add(member.size);
    }
    names.check_parents()?;
    if names.is_empty() {
        return Err(LayoutProblem::Empty.into());
    }
    if names.number_of_file(&pkg_info_name).is_none() {
        return Err(LayoutProblem::Missing { name: Shown::from_text(&pkg_info_name) }.into());
    }
    Ok(SdistContents { pkg_info, members: names.into_files(), total_size })
}

/// The member's name without a folder's trailing slash, once it is known to be in the top folder.
fn member_name<'a>(member: &'a TarMember, expected_top: &str, limits: &Limits) -> Result<&'a str, ArchiveError> {
    let name = match member.kind {
        TarKind::Folder => member.name.strip_suffix('/').unwrap_or(&member.name),
        _ => &member.name,
    };
    check_name(name, limits)?;
    let in_top = match name.split_once('/') {
        Some((top, _)) => top == expected_top,
        None => name == expected_top && member.kind == TarKind::Folder,
    };
    if !in_top {
        let (member, expected) = (Shown::from_text(name), Shown::from_text(expected_top));
        return Err(LayoutProblem::OutsideTop { member, expected }.into());
    }
    Ok(name)
}

fn name_kind(kind: TarKind) -> NameKind {
    match kind {
        TarKind::File => NameKind::File,
        TarKind::Folder => NameKind::Folder,
        TarKind::SymbolicLink | TarKind::HardLink => NameKind::Link,
    }
}

/// Refuses a link whose target is not certain to lie in the top folder.
fn check_link(member: &TarMember, name: &str, names: &NameIndex, limits: &Limits) -> Result<(), ArchiveError> {
    let target = || Shown::from_text(&member.link);
    match member.kind {
        TarKind::SymbolicLink if !stays_inside(name, &member.link, limits) => {
            Err(ArchiveError::member(name, MemberProblem::LinkLeaves { target: target() }))
        }
        TarKind::HardLink if names.number_of_file(&member.link).is_none() => {
            Err(ArchiveError::member(name, MemberProblem::HardLink { target: target() }))
        }
        _ => Ok(()),
    }
}

/// Whether a symbolic link's target is below the top folder whatever other links there are.
///
/// A `..` is followed only before the first name: behind one it would start from wherever that
/// name leads, which may be another link.
fn stays_inside(name: &str, target: &str, limits: &Limits) -> bool {
    let target = target.strip_suffix('/').unwrap_or(target);
    let mut depth = name.matches('/').count();
    let mut went_down = false;
    for part in target.split('/') {
        match part {
            "." => {}
            ".." if went_down || depth <= 1 => return false,
            ".." => depth -= 1,
            _ if check_name(part, limits).is_err() => return false,
            _ => went_down = true,
        }
    }
    target.len() <= limits.name_bytes
}

#[cfg(test)]
mod tests {
    use super::stays_inside;
    use crate::archive::Limits;

    #[test]
    fn targets_below_the_top_folder_stay_inside() {
        for (name, target) in [
            ("top/a", "b"),
            ("top/a", "sub/b"),
            ("top/a", "./b"),
            ("top/a", "sub/"),
            ("top/sub/a", "../b"),
            ("top/sub/a", ".."),
            ("top/a", "."),
        ] {
            assert!(stays_inside(name, target, &Limits::default()), "{name} -> {target}");
        }
    }

    #[test]
    fn other_targets_do_not_stay_inside() {
        for (name, target) in [
            ("top/a", ""),
            ("top/a", "/etc/passwd"),
            ("top/a", ".."),
            ("top/a", "../top/b"),
            ("top/sub/a", "../../b"),
            ("top/a", "sub/../b"),
            ("top/a", "sub//b"),
            ("top/a", "..\\b"),
            ("top/a", "C:b"),
            ("top/a", "a\0b"),
        ] {
            assert!(!stays_inside(name, target, &Limits::default()), "{name} -> {target}");
        }
    }
}
