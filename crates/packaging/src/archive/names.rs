//! Names of members: which are allowed, and which of them cannot stand together.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use super::errors::{ArchiveError, LimitProblem, MemberProblem};
use super::limits::Limits;
use super::shown::Shown;

/// The names of all members of an archive, folders not included, in order of their bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberNames(Vec<Box<str>>);

impl MemberNames {
    pub(super) fn new(mut names: Vec<Box<str>>) -> Self {
        names.sort_unstable();
        Self(names)
    }

    /// Whether a file of exactly this name is in the archive.
    pub fn contains(&self, name: &str) -> bool {
        self.0.binary_search_by(|known| known.as_ref().cmp(name)).is_ok()
    }

    /// The names, in order of their bytes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// How many files the archive has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the archive has no files.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Refuses a name that is absolute, climbs, hides something or is too long.
///
/// A trailing slash must be taken off before. Errors name the member. The rules are those of
/// PEP 721's data filter, with no repair: what would need one is refused.
pub(super) fn check_name(name: &str, limits: &Limits) -> Result<(), ArchiveError> {
    let problem = if name.is_empty() {
        MemberProblem::NoName
    } else if name.len() > limits.name_bytes {
        MemberProblem::LongName { most: limits.name_bytes }
    } else if name.contains('\\') {
        MemberProblem::Backslash
    } else if name.chars().any(is_hidden) {
        MemberProblem::ControlCharacter
    } else if name.starts_with('/') || has_drive(name) {
        MemberProblem::Absolute
    } else if name.split('/').any(|part| matches!(part, "" | "." | "..")) {
        MemberProblem::Dots
    } else {
        return Ok(());
    };
    Err(ArchiveError::member(name, problem))
}

/// Control characters, and those that turn the direction of the text around them.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Windows reads `C:name` as a path on a drive.
fn has_drive(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':'
}

/// What kind of thing a member is, as far as names can clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link; nothing may lie below it.
    Link,
}

/// All names seen so far, found by what they are on a system that ignores case.
///
/// A name is looked up by a hash of its lower-cased form, under the map's own secret key, so each
/// costs its own bytes and a few words; a hit is confirmed by comparing the names themselves.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    by_fold: HashMap<u64, u32>,
    entries: Vec<(Box<str>, NameKind)>,
    bytes: usize,
}

impl NameIndex {
    /// Adds a name that [`check_name`] allowed, and gives its number.
    ///
    /// Folders may come again in another case, as they only merge; nothing else may.
    pub(super) fn add(&mut self, name: &str, kind: NameKind, limits: &Limits) -> Result<usize, ArchiveError> {
        let number = self.entries.len();
        if number >= limits.members {
            return Err(LimitProblem::Members { most: limits.members }.into());
        }
        self.bytes += name.len();
        if self.bytes > limits.all_names_bytes {
            return Err(LimitProblem::Names { most: limits.all_names_bytes }.into());
        }
        let hash = self.hash(name);
        if let Some(other) = self.number_in_any_case(hash, name) {
            let (other, other_kind) = &self.entries[other];
            let problem = match (kind, other_kind) {
                (NameKind::Folder, NameKind::Folder) => None,
                (NameKind::Folder, _) | (_, NameKind::Folder) => {
                    Some(MemberProblem::FolderClash { other: Shown::from_text(other) })
                }
                _ if **other == *name => Some(MemberProblem::Duplicate),
                _ => Some(MemberProblem::CaseCollision { other: Shown::from_text(other) }),
            };
            if let Some(problem) = problem {
                return Err(ArchiveError::member(name, problem));
            }
        }
        self.by_fold.insert(hash, u32::try_from(number).unwrap_or(u32::MAX));
        self.entries.push((name.into(), kind));
        Ok(number)
    }

    /// Refuses a member that lies below another one that is not a folder.
    pub(super) fn check_parents(&self) -> Result<(), ArchiveError> {
        for (name, _) in &self.entries {
            let mut hasher = self.by_fold.hasher().build_hasher();
            // One pass hashes every prefix, or a name of many slashes would cost its square.
            for (position, character) in name.char_indices() {
                if character == '/'
                    && let Some(&number) = self.by_fold.get(&hasher.finish())
                    // Folders are passed without comparing, for the same reason.
                    && self.entries[number as usize].1 != NameKind::Folder
                    && let Some((other, _)) = self.in_any_case(&name[..position])
                {
                    let other = Shown::from_text(other);
                    return Err(ArchiveError::member(name, MemberProblem::FolderClash { other }));
                }
                character.to_lowercase().for_each(|lower| hasher.write_u32(lower.into()));
            }
        }
        Ok(())
    }

    /// The last member that has this name apart from case.
    pub(super) fn in_any_case(&self, name: &str) -> Option<(&str, NameKind)> {
        let number = self.number_in_any_case(self.hash(name), name)?;
        let (other, kind) = &self.entries[number];
        Some((other, *kind))
    }

    /// The number of the regular file of exactly this name.
    pub(super) fn number_of_file(&self, name: &str) -> Option<usize> {
        let number = self.number_in_any_case(self.hash(name), name)?;
        let (other, kind) = &self.entries[number];
        (**other == *name && *kind == NameKind::File).then_some(number)
    }

    /// Whether nothing was added yet.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The name with this number.
    pub(super) fn name(&self, number: usize) -> &str {
        &self.entries[number].0
    }

    /// The names of everything but folders.
    pub(super) fn into_files(self) -> MemberNames {
        let files = self.entries.into_iter().filter(|(_, kind)| *kind != NameKind::Folder);
        MemberNames::new(files.map(|(name, _)| name).collect())
    }

    fn hash(&self, name: &str) -> u64 {
        let mut hasher = self.by_fold.hasher().build_hasher();
        fold(name).for_each(|character| hasher.write_u32(character.into()));
        hasher.finish()
    }

    fn number_in_any_case(&self, hash: u64, name: &str) -> Option<usize> {
        let number = *self.by_fold.get(&hash)? as usize;
        let (other, _) = self.entries.get(number)?;
        fold(other).eq(fold(name)).then_some(number)
    }
}

fn fold(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{MemberNames, NameIndex, NameKind, check_name};
    use crate::archive::Limits;

    fn refusal_of(name: &str) -> String {
        check_name(name, &Limits::default()).unwrap_err().to_string()
    }

    fn add_all(names: &[(&str, NameKind)]) -> Result<(), String> {
        let mut index = NameIndex::default();
        for (name, kind) in names {
            index.add(name, *kind, &Limits::default()).map_err(|error| error.to_string())?;
        }
        index.check_parents().map_err(|error| error.to_string())
    }

    #[test]
    fn ordinary_names_are_allowed() {
        for name in ["a", "demo/__init__.py", "demo/ünïcode name.txt", "..a/b..", "ab:c"] {
            assert!(check_name(name, &Limits::default()).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_name_without_characters_is_refused() {
        assert!(refusal_of("").contains("no name"));
    }

    #[test]
    fn absolute_names_are_refused() {
        assert!(refusal_of("/etc/passwd").contains("absolute"));
        assert!(refusal_of("C:/windows").contains("absolute"));
    }

    #[test]
    fn names_that_climb_or_stand_still_are_refused() {
        for name in ["..", "a/../b", "./a", "a//b", "a/."] {
            assert!(refusal_of(name).contains("empty part"), "{name}");
        }
    }

    #[test]
    fn a_backslash_is_refused() {
        assert!(refusal_of("a\\b").contains("backslash"));
    }

    #[test]
    fn control_and_direction_characters_are_refused() {
        for name in ["a\0b", "a\nb", "a\u{7f}", "a\u{9b}", "a\u{202e}b"] {
            assert!(refusal_of(name).contains("control"), "{name:?}");
        }
    }

    #[test]
    fn a_long_name_is_refused() {
        assert!(refusal_of(&"a".repeat(1025)).contains("`1024`"));
    }

    #[test]
    fn the_same_name_twice_is_refused() {
        let refusal = add_all(&[("a", NameKind::File), ("a", NameKind::File)]).unwrap_err();
        assert!(refusal.contains("more than once"));
    }

    #[test]
    fn names_that_differ_in_case_only_are_refused() {
        let refusal = add_all(&[("a/É.py", NameKind::File), ("A/é.py", NameKind::Link)]).unwrap_err();
        assert!(refusal.contains("only in case") && refusal.contains("a/É.py"));
    }

    #[test]
    fn folders_may_come_again() {
        assert_eq!(add_all(&[("a", NameKind::Folder), ("A", NameKind::Folder)]), Ok(()));
    }

    #[test]
    fn a_file_that_is_also_a_folder_is_refused() {
        let refusal = add_all(&[("a", NameKind::File), ("A", NameKind::Folder)]).unwrap_err();
        assert!(refusal.contains("folder and something else"));
    }

    #[test]
    fn a_member_below_a_file_or_a_link_is_refused() {
        for kind in [NameKind::File, NameKind::Link] {
            let refusal = add_all(&[("top/A/x/y", NameKind::File), ("top/a", kind)]).unwrap_err();
            assert!(refusal.contains("folder and something else"));
        }
    }

    #[test]
    fn too_many_members_are_refused() {
        let limits = Limits { members: 1, ..Limits::default() };
        let mut index = NameIndex::default();
        index.add("a", NameKind::File, &limits).unwrap();
        assert!(index.add("b", NameKind::File, &limits).unwrap_err().to_string().contains("`1` members"));
    }

    #[test]
    fn too_many_bytes_of_names_are_refused() {
        let limits = Limits { all_names_bytes: 5, ..Limits::default() };
        let mut index = NameIndex::default();
        index.add("abc", NameKind::File, &limits).unwrap();
        assert!(index.add("abd", NameKind::File, &limits).unwrap_err().to_string().contains("`5` bytes"));
    }

    #[test]
    fn member_names_are_found_exactly() {
        let names = MemberNames::new(vec!["b".into(), "a".into()]);
        assert!(names.contains("a") && !names.contains("A"));
        assert_eq!(names.iter().collect::<Vec<_>>(), ["a", "b"]);
    }
}
