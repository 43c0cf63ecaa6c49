//! Limits: the numbers an operator may change, in one table.

/// What an upload may weigh and how often projects may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// Bytes of one file; a project may have an override.
    pub file_limit: i64,
    /// Bytes of all files of a project; a project may have an override.
    pub total_limit: i64,
    /// Days after its creation in which a release takes new files.
    pub release_window_days: u32,
    /// New projects an hour for one account; operators are exempt.
    pub projects_per_hour: u32,
    /// Bytes of all form fields but the file.
    pub form_limit: usize,
    /// Number of form fields.
    pub field_limit: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            file_limit: 100 * MIB,
            total_limit: 10 * 1024 * MIB,
            release_window_days: 14,
            projects_per_hour: 200,
            form_limit: 4 * MIB as usize,
            field_limit: 10_000,
        }
    }
}

/// Bytes in a mebibyte.
pub const MIB: i64 = 1024 * 1024;

impl UploadLimits {
    /// The limit of one file in bytes: the larger of default and override.
    pub fn for_file(&self, file_override: Option<i64>) -> i64 {
        self.file_limit.max(file_override.unwrap_or(0))
    }

    /// The limit of a project in bytes: the larger of default and override.
    pub fn for_project(&self, total_override: Option<i64>) -> i64 {
        self.total_limit.max(total_override.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_only_raises() {
        let limits = UploadLimits::default();
        assert_eq!(limits.for_file(None), 100 * MIB);
        assert_eq!(limits.for_file(Some(1)), 100 * MIB);
        assert_eq!(limits.for_file(Some(200 * MIB)), 200 * MIB);
    }
}
