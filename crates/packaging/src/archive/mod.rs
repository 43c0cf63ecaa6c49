//! Inspection of uploaded archives: what is inside, and every reason not to take it.
//!
//! A wheel is a zip and an sdist a gzipped tar. Both are read in one stream with bounds on
//! everything, nothing is unpacked, and what two installers could read differently is refused.
//! The functions block: call them where blocking is allowed, on a file that can seek.

mod errors;
mod limits;
mod names;
mod polyglot;
mod sdist;
mod shown;
mod source;
mod tar_extensions;
mod tar_headers;
mod tar_members;
mod wheel;
mod wheel_file;
mod wheel_record;
mod zip_checks;
mod zip_extras;
mod zip_framing;
mod zip_members;
mod zip_records;

pub use errors::{ArchiveError, LayoutProblem, LimitProblem, MemberProblem, TarProblem, ZipProblem};
pub use limits::Limits;
pub use names::MemberNames;
pub use sdist::{SdistContents, inspect_sdist};
pub use shown::Shown;
pub use wheel::{WheelContents, WheelExpectation, inspect_wheel};
pub use wheel_file::WheelFacts;
