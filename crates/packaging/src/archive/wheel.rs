//! Wheels: a zip with a .dist-info folder whose RECORD is true.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::errors::{ArchiveError, LayoutProblem};
use super::limits::{Limits, Meter};
use super::names::MemberNames;
use super::shown::Shown;
use super::source::Source;
use super::wheel_file::{WheelFacts, check_tags, parse_wheel_file};
use super::wheel_record::RecordClaims;
use super::zip_framing::{ZipFraming, walk};
use super::zip_members::{MemberReader, extend_up_to};
use crate::entry_points::check_entry_points;
use crate::filename::WheelFilename;

/// What the file name of a wheel promises about its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WheelExpectation {
    /// The first two parts of the file name as they stand, joined by a hyphen: `demo-1.0`.
    pub dist_info_name: String,
    /// The expanded tags of the file name, such as `py3-none-any`; `None` leaves them unchecked.
    pub tags: Option<BTreeSet<String>>,
}

impl WheelExpectation {
    /// What this file name promises, its tags left unchecked as installers leave them.
    pub fn of(filename: &WheelFilename) -> Self {
        let dist_info = filename.dist_info();
        let dist_info_name = dist_info.strip_suffix(".dist-info").unwrap_or(&dist_info).to_owned();
        Self { dist_info_name, tags: None }
    }

    /// The same, with the tags of the file name.
    pub fn with_tags(self, filename: &WheelFilename) -> Self {
        let mut tags = BTreeSet::new();
        for python in filename.python_tags() {
            for abi in filename.abi_tags() {
                tags.extend(filename.platform_tags().iter().map(|platform| format!("{python}-{abi}-{platform}")));
            }
        }
        Self { tags: Some(tags), ..self }
    }
}

/// What was found in a wheel that may be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WheelContents {
    /// The bytes of METADATA.
    pub metadata: Vec<u8>,
    /// What the WHEEL file says.
    pub wheel: WheelFacts,
    /// The names of all files in the wheel.
    pub members: MemberNames,
    /// The size of all files together, in bytes.
    pub total_size: u64,
}

/// Checks a whole wheel and gives what an index needs to know about it.
///
/// Checked are the framing of the zip, every member's name, size and checksum, the files of
/// the .dist-info folder, and that RECORD lists exactly the members with right hashes and sizes
/// ("Binary distribution format", PEP 427 and PEP 627).
///
/// # Errors
/// The first rule that is broken, or [`ArchiveError::Unreadable`] when `file` cannot be read.
pub fn inspect_wheel<R: Read + Seek>(
    file: &mut R,
    expectation: &WheelExpectation,
    limits: &Limits,
) -> Result<WheelContents, ArchiveError> {
    let framing = walk(file, limits)?;
    check_top_folders(&framing, expectation)?;
    let dist_info = format!("{}.dist-info", expectation.dist_info_name);
    let file_bytes = Source::new(file)?.length();
    let meter = Meter::new(limits, file_bytes, limits.zip_ratio);
    let mut reader = MemberReader::new(file, meter)?;
    let control = read_members(&framing, &mut reader, &dist_info, limits)?;
    let wheel = parse_wheel_file(&control.wheel_file)?;
    check_tags(&wheel, expectation.tags.as_ref())?;
    check_entry_points(&control.entry_points)?;
    Ok(WheelContents {
        metadata: control.metadata,
        wheel,
        total_size: reader.expanded(),
        members: framing.names.into_files(),
    })
}

/// The contents of the files of the .dist-info folder that are read.
#[derive(Debug, Default)]
struct ControlFiles {
    wheel_file: Vec<u8>,
    metadata: Vec<u8>,
    entry_points: Vec<u8>,
}

/// Reads RECORD first and then everything else once, holding each member against it.
fn read_members<R: Read + Seek>(
    framing: &ZipFraming,
    reader: &mut MemberReader<'_, R>,
    dist_info: &str,
    limits: &Limits,
) -> Result<ControlFiles, ArchiveError> {
    let ZipFraming { names, members } = framing;
    let find = |file_name: &str| {
        let name = format!("{dist_info}/{file_name}");
        let missing = || LayoutProblem::Missing { name: Shown::from_text(&name) };
        names.number_of_file(&name).ok_or_else(missing)
    };
    let (wheel_number, metadata_number, record_number) = (find("WHEEL")?, find("METADATA")?, find("RECORD")?);
    let entry_points_number = find("entry_points.txt").ok();

    let mut claims = RecordClaims::new(names, members, dist_info);
    claims.read(reader, record_number, limits)?;
    claims.check_complete()?;

    let mut control = ControlFiles::default();
    for (number, member) in members.iter().enumerate().filter(|(number, _)| *number != record_number) {
        let name = names.name(number);
        let mut kept = match number {
            _ if number == wheel_number => Some((&mut control.wheel_file, limits.control_bytes)),
            _ if number == metadata_number => Some((&mut control.metadata, limits.metadata_bytes)),
            _ if Some(number) == entry_points_number => Some((&mut control.entry_points, limits.control_bytes)),
            _ => None,
        };
        let mut hasher = claims.hasher(number);
        reader.stream(member, name, &mut |bytes| {
            if let Some(hasher) = &mut hasher {
                hasher.update(bytes);
            }
            kept.as_mut().map_or(Ok(()), |(content, most)| extend_up_to(content, bytes, name, *most))
        })?;
        claims.check(number, hasher)?;
    }
    Ok(control)
}

/// Refuses .dist-info and .data folders of another name, and unknown schemes in the latter.
fn check_top_folders(framing: &ZipFraming, expectation: &WheelExpectation) -> Result<(), LayoutProblem> {
    for name in (0..framing.members.len()).map(|number| framing.names.name(number)) {
        let (top, below) = name.split_once('/').unwrap_or((name, ""));
        let lower = top.to_lowercase();
        let Some(suffix) = [".dist-info", ".data"].into_iter().find(|suffix| lower.ends_with(suffix)) else {
            continue;
        };
        let expected = format!("{}{suffix}", expectation.dist_info_name);
        if top != expected {
            let (found, expected) = (Shown::from_text(top), Shown::from_text(&expected));
            return Err(LayoutProblem::WrongFolder { found, expected });
        }
        let scheme = below.split('/').next().unwrap_or_default();
        if suffix == ".data" && !matches!(scheme, "" | "purelib" | "platlib" | "headers" | "scripts" | "data") {
            return Err(LayoutProblem::DataScheme { member: Shown::from_text(name) });
        }
    }
    Ok(())
}
