//! Settings that acts and doors read; the configuration file resolves to this once.

use crate::leaks::Scanner;
use chrono::TimeDelta;
use domain::{
    downloads::DownloadSettings, fido::FidoModels, limits::UploadLimits, sessions::SessionLifetimes,
    switches::SurgeLimits, urls::Urls,
};
use packaging::name::NormalizedName;
use std::{path::PathBuf, sync::Arc};

/// Plain resolved values. `app` makes it from flags, environment and file.
#[derive(Clone, Debug)]
pub struct Settings {
    pub urls: Urls,
    /// The title of the site, on pages.
    pub site_name: String,
    pub limits: UploadLimits,
    /// Where uploads are kept until they are checked; on this machine's own disk.
    pub uploads_folder: PathBuf,
    /// `Cache-Control: max-age` of the simple index in seconds.
    pub simple_max_age: u32,
    /// Bytes that cached pages of the simple index may take.
    pub simple_cache_bytes: usize,
    /// Peers whose `X-Forwarded-For` is believed: addresses or networks in CIDR form.
    pub trusted_proxies: Vec<String>,
    /// Age below which an object without a row is left alone.
    pub orphan_age: TimeDelta,
    /// How long the outbox keeps what it has sent.
    pub mail_retention: TimeDelta,
    /// How long events keep network, device and the hash of an address.
    pub visit_retention: TimeDelta,
    /// The program that renders descriptions in a child process: `<program> render`.
    pub render_program: Option<PathBuf>,
    pub session_lifetimes: SessionLifetimes,
    /// Operators who must agree before somebody who lost every way in is let in again.
    pub recovery_approvers: u32,
    pub downloads: DownloadSettings,
    /// What an hour may have before the surge protection answers.
    pub surge: SurgeLimits,
    /// Whose reports of leaked tokens are believed.
    pub leak_scanners: Vec<Scanner>,
    /// Names of the models of security keys, from the operator's metadata file.
    pub fido_models: Arc<FidoModels>,
    /// Mails that campaigns write in one minute of the clock, on all nodes together.
    pub campaign_mails_per_minute: u32,
    /// Projects that this index itself is built on; they are critical.
    pub critical_dependencies: Vec<NormalizedName>,
}

impl Settings {
    /// Defaults for an index that people reach under `urls`.
    pub fn new(urls: Urls, uploads_folder: PathBuf) -> Self {
        Self {
            urls,
            site_name: "Fromagerie".to_owned(),
            limits: UploadLimits::default(),
            uploads_folder,
            simple_max_age: 0,
            simple_cache_bytes: 256 * 1024 * 1024,
            trusted_proxies: Vec::new(),
            orphan_age: TimeDelta::hours(24),
            mail_retention: TimeDelta::days(90),
            visit_retention: TimeDelta::days(365),
            render_program: None,
            session_lifetimes: SessionLifetimes::default(),
            recovery_approvers: domain::recovery_cases::APPROVERS,
            downloads: DownloadSettings::default(),
            surge: SurgeLimits::default(),
            leak_scanners: Vec::new(),
            fido_models: Arc::default(),
            campaign_mails_per_minute: 600,
            critical_dependencies: Vec::new(),
        }
    }
}
