//! Settings: flags over the environment over `fromagerie.toml` over defaults.
//!
//! Each section is a file with a table (name, default, one sentence) and a struct.
//! `config check`, `config show` and the manual follow from the tables.

pub(crate) mod blobs;
pub(crate) mod campaigns;
pub(crate) mod critical;
pub(crate) mod database;
pub(crate) mod downloads;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod layers;
pub(crate) mod leaks;
pub(crate) mod log;
pub(crate) mod mail;
pub(crate) mod metrics;
pub(crate) mod passwords;
pub(crate) mod recovery;
pub(crate) mod server;
pub(crate) mod sessions;
pub(crate) mod setting;
pub(crate) mod simple;
pub(crate) mod surge;
pub(crate) mod uploads;
pub(crate) mod values;
pub(crate) mod webauthn;

pub(crate) use layers::{Layers, Sources};
pub(crate) use setting::{Origin, Problem, Secrecy, Setting};

use domain::{downloads::DownloadSettings, limits::UploadLimits, sessions::SessionLifetimes, switches::SurgeLimits};
use std::{fmt, path::PathBuf};

/// Settings that belong to no section.
const TOP: &[Setting] =
    &[Setting::new("data", "fromagerie-data", "The folder that holds everything: database, objects, keys, mail.")];

/// Every setting, by section.
pub(crate) fn settings() -> Vec<&'static Setting> {
    let sections = [
        TOP,
        server::SETTINGS,
        database::SETTINGS,
        blobs::SETTINGS,
        keys::SETTINGS,
        uploads::SETTINGS,
        simple::SETTINGS,
        jobs::SETTINGS,
        mail::SETTINGS,
        campaigns::SETTINGS,
        leaks::SETTINGS,
        downloads::SETTINGS,
        critical::SETTINGS,
        passwords::SETTINGS,
        recovery::SETTINGS,
        sessions::SETTINGS,
        webauthn::SETTINGS,
        surge::SETTINGS,
        metrics::SETTINGS,
        log::SETTINGS,
    ];
    sections.into_iter().flatten().collect()
}

/// The configuration, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) server: server::Server,
    pub(crate) database: database::Database,
    pub(crate) blobs: blobs::BlobsSection,
    pub(crate) keys: keys::Keys,
    pub(crate) uploads: UploadLimits,
    pub(crate) simple: simple::Simple,
    pub(crate) jobs: jobs::Jobs,
    pub(crate) mail: mail::Mail,
    pub(crate) campaign_mails_per_minute: u32,
    pub(crate) leaks: Vec<service::leaks::Scanner>,
    pub(crate) downloads: DownloadSettings,
    pub(crate) critical: critical::Critical,
    pub(crate) passwords: passwords::PasswordsSection,
    pub(crate) recovery_approvers: u32,
    pub(crate) sessions: SessionLifetimes,
    pub(crate) webauthn: webauthn::Webauthn,
    pub(crate) surge: SurgeLimits,
    pub(crate) metrics: metrics::Metrics,
    pub(crate) log: log::Log,
}

/// Everything that is wrong with a configuration, one line each.
#[derive(Debug)]
pub(crate) struct Problems(pub(crate) Vec<Problem>);

impl Config {
    /// Reads all layers and every section.
    ///
    /// # Errors
    /// All problems at once, so that they are mended in one go.
    pub(crate) fn read(sources: &Sources) -> Result<Self, Problems> {
        let mut layers = Layers::read(&settings(), sources);
        let config = Self::from_layers(&mut layers);
        match config {
            Some(config) if layers.problems.is_empty() => Ok(config),
            _ => Err(Problems(layers.problems)),
        }
    }

    fn from_layers(layers: &mut Layers) -> Option<Self> {
        let data = layers.parse("data", |text| values::optional(text).ok_or_else(|| "empty".to_owned()));
        let server = server::Server::read(layers);
        let database = database::Database::read(layers);
        let blobs = blobs::BlobsSection::read(layers);
        let keys = keys::Keys::read(layers);
        let uploads = uploads::read(layers);
        let simple = simple::Simple::read(layers);
        let jobs = jobs::Jobs::read(layers);
        let mail = mail::Mail::read(layers);
        let campaign_mails_per_minute = campaigns::mails_per_minute(layers);
        let leaks = leaks::read(layers);
        let downloads = downloads::read(layers);
        let critical = critical::Critical::read(layers);
        let passwords = passwords::PasswordsSection::read(layers);
        let recovery_approvers = recovery::approvers(layers);
        let sessions = sessions::read(layers);
        let webauthn = webauthn::Webauthn::read(layers);
        let surge = surge::read(layers);
        let metrics = metrics::Metrics::read(layers);
        let log = log::Log::read(layers);
        Some(Self {
            data: PathBuf::from(data?),
            server: server?,
            database: database?,
            blobs: blobs?,
            keys: keys?,
            uploads: uploads?,
            simple: simple?,
            jobs: jobs?,
            mail: mail?,
            campaign_mails_per_minute: campaign_mails_per_minute?,
            leaks: leaks?,
            downloads: downloads?,
            critical: critical?,
            passwords: passwords?,
            recovery_approvers: recovery_approvers?,
            sessions: sessions?,
            webauthn: webauthn?,
            surge: surge?,
            metrics: metrics?,
            log: log?,
        })
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Problem::to_string).collect();
        write!(formatter, "the configuration is wrong\n{}", lines.join("\n"))
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(file: &str) -> (tempfile::TempDir, Sources) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fromagerie.toml");
        std::fs::write(&path, file).unwrap();
        (folder, Sources { file: Some(path), ..Sources::default() })
    }

    fn environment(variables: &[(&str, &str)]) -> Vec<(String, String)> {
        variables.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn problems(sources: &Sources) -> Vec<String> {
        let shown = |problem: &Problem| {
            let line = match &problem.origin {
                Origin::File { line, .. } => format!("line {line}"),
                origin => origin.to_string(),
            };
            format!("{line}: {}", problem.message)
        };
        Config::read(sources).map_or_else(|problems| problems.0.iter().map(shown).collect(), |_| Vec::new())
    }

    #[test]
    fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
        let (_folder, mut sources) = sources("[server]\nlisten = \"127.0.0.1:1\"\n");
        let port = |sources: &Sources| Config::read(sources).unwrap().server.listen.port();
        assert_eq!(port(&Sources::default()), 8080);
        assert_eq!(port(&sources), 1);
        sources.environment = environment(&[("FROMAGERIE__SERVER__LISTEN", "127.0.0.1:2")]);
        assert_eq!(port(&sources), 2);
        sources.flags = vec![("server.listen", "127.0.0.1:3".to_owned(), "--listen")];
        assert_eq!(port(&sources), 3);
    }

    #[test]
    fn unknown_keys_are_errors_with_their_line() {
        let (_folder, sources) = sources("naem = 1\n\n[server]\nnaem = \"x\"\n[jobs]\nmystery = 1\n");
        assert_eq!(
            problems(&sources),
            [
                "line 6: unknown key: `jobs.mystery`; `fromagerie config show` lists all",
                "line 1: unknown key: `naem`; `fromagerie config show` lists all",
                "line 4: unknown key: `server.naem`; did you mean `server.name`?",
            ]
        );
    }

    #[test]
    fn a_key_with_a_slip_is_guessed() {
        let (_folder, sources) = sources("listen = \"127.0.0.1:1\"\n[uploads]\nfile_limits = 1\n");
        assert_eq!(
            problems(&sources),
            [
                "line 1: unknown key: `listen`; did you mean `server.listen`?",
                "line 3: unknown key: `uploads.file_limits`; did you mean `uploads.file_limit`?",
            ]
        );
    }

    #[test]
    fn unknown_variables_are_errors_and_others_are_not_ours() {
        let environment = environment(&[("FROMAGERIE__SERVER__LISTNE", "x"), ("FROMAGERIE_OTHER", "x"), ("HOME", "/")]);
        let found = problems(&Sources { environment, ..Sources::default() });
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("FROMAGERIE__SERVER__LISTNE: unknown variable"), "{found:?}");
    }

    #[test]
    fn all_wrong_values_are_told_at_once() {
        let (_folder, sources) =
            sources("[server]\nlisten = \"8080\"\n\n[uploads]\nfile_limit = \"much\"\n[log]\nformat = { a = 1 }\n");
        let found = problems(&sources);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().any(|line| line.starts_with("line 5: uploads.file_limit is not a size: `much`")));
        assert!(found.iter().any(|line| line.starts_with("line 7: log.format is a table")));
    }

    #[test]
    fn broken_toml_is_told_with_its_line() {
        let (_folder, sources) = sources("[server]\nlisten = \n");
        let found = problems(&sources);
        assert!(found.len() == 1 && found[0].starts_with("line 2: not TOML"), "{found:?}");
    }

    #[test]
    fn a_secret_may_stand_in_a_file_of_its_own() {
        let (folder, mut sources) = sources("");
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "postgres://index@db.example/index\n").unwrap();
        let path = secret.display().to_string();
        sources.environment = environment(&[("FROMAGERIE__DATABASE__URL_FILE", &path)]);
        let url = Config::read(&sources).unwrap().database.url;
        assert_eq!(url.as_deref(), Some("postgres://index@db.example/index"));
        let both = [("FROMAGERIE__DATABASE__URL_FILE", path.as_str()), ("FROMAGERIE__DATABASE__URL", "postgres://x")];
        sources.environment = environment(&both);
        assert!(problems(&sources)[0].contains("are both set"));
    }

    #[test]
    fn the_defaults_of_the_table_are_those_of_the_domain() {
        let config = Config::read(&Sources::default()).unwrap();
        assert_eq!(config.uploads, UploadLimits::default());
        let urls = domain::urls::Urls::new(&"http://localhost".parse().unwrap(), None);
        let settings = service::settings::Settings::new(urls, PathBuf::new());
        assert_eq!(config.simple.max_age, settings.simple_max_age);
        assert_eq!(config.simple.cache_bytes, settings.simple_cache_bytes);
        assert_eq!(config.jobs.orphan_age, settings.orphan_age);
        assert_eq!(config.mail.retention, settings.mail_retention);
        assert_eq!(config.campaign_mails_per_minute, settings.campaign_mails_per_minute);
        assert_eq!(config.server.name, settings.site_name);
        assert_eq!(config.sessions, settings.session_lifetimes);
        assert_eq!(config.surge, settings.surge);
        assert_eq!(config.recovery_approvers, settings.recovery_approvers);
        assert_eq!(config.downloads, settings.downloads);
    }

    #[test]
    fn every_setting_has_a_sentence_and_one_name() {
        let settings = settings();
        for setting in &settings {
            assert!(setting.doc.ends_with('.') && setting.doc.len() < 120, "{}", setting.name);
            assert_eq!(settings.iter().filter(|other| other.name == setting.name).count(), 1, "{}", setting.name);
        }
    }

    #[test]
    fn the_manual_has_every_setting() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
        let (expected, written) = (manual(), std::fs::read_to_string(path).unwrap_or_default());
        if written != expected {
            std::fs::write(path, &expected).unwrap();
        }
        assert!(written == expected, "docs/settings.md was behind the tables and is written anew; look at it");
    }

    /// The tables of settings in Markdown, each section under its heading.
    fn manual() -> String {
        let mut lines = vec![MANUAL.to_owned()];
        let mut current = None;
        for setting in settings() {
            let (section, key) = setting.name.split_once('.').unwrap_or(("", setting.name));
            if current.replace(section) != Some(section) {
                let title = if section.is_empty() { "Outside every section" } else { &format!("`[{section}]`") };
                lines.push(format!("\n## {title}\n\n| setting | default | |\n|---|---|---|"));
            }
            let default = if setting.default.is_empty() { "" } else { &format!("`{}`", setting.default) };
            let secret = if setting.secrecy == Secrecy::Secret { " Secret." } else { "" };
            lines.push(format!("| `{key}` | {default} | {}{secret} |", setting.doc));
        }
        lines.join("\n") + "\n"
    }

    const MANUAL: &str = "\
# Settings

Every setting may come from `fromagerie.toml` (here, or in the data folder) or from the environment:
`listen` of the section `[server]` is also `FROMAGERIE__SERVER__LISTEN`. Flags win over the environment,
the environment over the file, the file over the default; an unknown name is an error.
A secret may stand in a file of its own, which `<setting>_file` names.
`fromagerie config show` tells each value and where it comes from, `fromagerie config check` what is wrong.";
}
