//! `[uploads]`: what may be uploaded, and how much.

use super::{layers::Layers, setting::Setting, values};
use domain::limits::UploadLimits;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("uploads.file_limit", "100 MiB", "The size of one file; a project may have a higher limit."),
    Setting::new("uploads.total_limit", "10 GiB", "The size of all files of a project; it may have a higher limit."),
    Setting::new("uploads.release_window_days", "14", "Days after its creation in which a release takes new files."),
    Setting::new(
        "uploads.projects_per_hour",
        "200",
        "New projects that an account may make in an hour; one address makes 400 at most.",
    ),
    Setting::new("uploads.form_limit", "4 MiB", "The size of all form fields of an upload but the file."),
    Setting::new("uploads.field_limit", "10000", "The number of form fields of an upload."),
];

/// Reads the section; a test holds its defaults against those of the domain.
pub(crate) fn read(layers: &mut Layers) -> Option<UploadLimits> {
    let file_limit = layers.parse("uploads.file_limit", values::size);
    let total_limit = layers.parse("uploads.total_limit", values::size);
    let release_window_days = layers.parse("uploads.release_window_days", |text| values::number(text, 0));
    let projects_per_hour = layers.parse("uploads.projects_per_hour", |text| values::number(text, 0));
    let form_limit = layers.parse("uploads.form_limit", |text| {
        usize::try_from(values::size(text)?).map_err(|_| format!("too large: `{text}`"))
    });
    let field_limit = layers.parse("uploads.field_limit", |text| values::number(text, 1));
    Some(UploadLimits {
        file_limit: file_limit?,
        total_limit: total_limit?,
        release_window_days: release_window_days?,
        projects_per_hour: projects_per_hour?,
        form_limit: form_limit?,
        field_limit: field_limit?,
    })
}
