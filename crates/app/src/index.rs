//! An opened index: database, objects, key ring and settings in one context.

use crate::{
    config::{Config, blobs::BlobsSection},
    folder::Folder,
    key_ring::Place,
    schema,
};
use anyhow::{Result, bail};
use arc_swap::ArcSwap;
use blobs::Blobs;
use domain::urls::Urls;
use service::{
    Ctx,
    ctx::{Clock, Random},
    settings::Settings,
    soft::SoftWrites,
};
use std::{path::PathBuf, sync::Arc};
use store::{Connect, Db};
use url::Url;

/// What a command does where there is no index yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Make,
    Refuse,
}

/// An index, and what had to be made for it.
pub(crate) struct Opened {
    pub(crate) ctx: Arc<Ctx>,
    pub(crate) has_new_key_ring: bool,
}

/// Opens the index for a command other than `serve`; never migrates one that has rows.
pub(crate) async fn open(config: &Config, missing: Missing) -> Result<Arc<Ctx>> {
    let folder = Folder::new(&config.data);
    folder.check_owner()?;
    let connect = config.database.connect(&config.data);
    let exists = match &connect {
        Connect::Sqlite { path } => path.exists(),
        Connect::Postgres { .. } => folder.exists(),
    };
    if !exists && missing == Missing::Refuse {
        bail!(
            "there is no index in the data folder: `{}`\n\
             hint: name the folder with --data, or start an index there with `fromagerie serve`",
            config.data.display()
        );
    }
    folder.make()?;
    let db = Db::open(&connect).await?;
    if schema::is_empty(&db).await? {
        schema::migrate(&db, &connect, Clock::System.now()).await?;
    } else {
        schema::require_current(&db).await?;
    }
    let urls = Urls::new(&public_url(config, &folder), config.server.files_url.as_ref());
    Ok(open_with(config, db, urls).await?.ctx)
}

/// Makes the context around a database whose schema is current.
pub(crate) async fn open_with(config: &Config, db: Db, urls: Urls) -> Result<Opened> {
    let random = Random::System;
    let place = Place::of(config);
    let found = place.find(&db, &random).await?;
    let ctx = Arc::new(Ctx {
        db,
        blobs: open_blobs(config)?,
        mail: config.mail.transport(&urls, Folder::new(&config.data).mail())?,
        domains: config.jobs.domains()?,
        settings: settings(config, urls),
        keys: ArcSwap::from_pointee(found.ring),
        soft: SoftWrites::default(),
        passwords: config.passwords.open()?,
        board: Arc::default(),
        figures: service::figures::Kept::default(),
        clock: Clock::System,
        random,
    });
    service::keys::initialise(&ctx, &place.shown()).await?;
    service::mandate::initialise(&ctx).await?;
    Ok(Opened { ctx, has_new_key_ring: found.is_new })
}

/// The objects that a configuration names.
pub(crate) fn open_blobs(config: &Config) -> Result<Blobs> {
    match &config.blobs {
        BlobsSection::Local => Blobs::local(Folder::new(&config.data).objects()),
        BlobsSection::S3(s3) => Blobs::s3(s3),
    }
}

/// The URL of this machine's own index on a port.
pub(crate) fn local_url(port: u16) -> Url {
    let mut url = Url::parse("http://localhost").expect("the constant is a URL");
    url.set_port(Some(port)).expect("http takes a port");
    url
}

/// What people reach: as configured, as the running `serve` says, or this machine.
fn public_url(config: &Config, folder: &Folder) -> Url {
    let told = || folder.running().and_then(|running| running.public_url.parse().ok());
    config.server.public_url.clone().or_else(told).unwrap_or_else(|| local_url(config.server.listen.port()))
}

fn settings(config: &Config, urls: Urls) -> Settings {
    Settings {
        urls,
        site_name: config.server.name.clone(),
        limits: config.uploads.clone(),
        uploads_folder: Folder::new(&config.data).uploads(),
        simple_max_age: config.simple.max_age,
        simple_cache_bytes: config.simple.cache_bytes,
        trusted_proxies: config.server.trusted_proxies.clone(),
        orphan_age: config.jobs.orphan_age,
        mail_retention: config.mail.retention,
        campaign_mails_per_minute: config.campaign_mails_per_minute,
        leak_scanners: config.leaks.clone(),
        visit_retention: config.jobs.visit_retention,
        session_lifetimes: config.sessions,
        surge: config.surge,
        recovery_approvers: config.recovery_approvers,
        downloads: config.downloads,
        render_program: Some(own_program()),
        fido_models: Arc::clone(&config.webauthn.models),
        critical_dependencies: config.critical.dependencies.clone(),
    }
}

/// This program, as a child process starts it.
///
/// The link names the running program even after an upgrade has replaced its file.
fn own_program() -> PathBuf {
    let link = PathBuf::from("/proc/self/exe");
    if link.exists() { link } else { std::env::current_exe().unwrap_or(link) }
}
