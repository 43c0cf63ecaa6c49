//! `serve`: the index.

mod banner;
mod http;
pub(crate) mod key_reload;
mod metrics;
pub(crate) mod stop;

use crate::{
    config::{Config, database::shown, mail::Carrier, values},
    folder::{Folder, Lock},
    index::{self, Opened},
    key_ring::Place,
    schema,
};
use anyhow::{Context as _, Result, bail};
use api::{ApiState, Front};
use banner::Banner;
use domain::{Failure, urls::Urls};
use service::{
    Ctx,
    ctx::Clock,
    mail::MailFolder,
    setup::{MakeLinkRefused, SetupLink},
};
use site::SiteState;
use std::{
    io::Write as _,
    net::{SocketAddr, TcpListener},
    sync::Arc,
};
use store::Db;
use templates::Templates;
use tokio_util::sync::CancellationToken;
use url::Url;

/// What has to be there before the first request.
struct Started {
    ctx: Arc<Ctx>,
    listener: TcpListener,
    /// For `/metrics`, where that is wanted.
    metrics: Option<TcpListener>,
    has_new_key_ring: bool,
    /// Held as long as the process lives.
    _lock: Lock,
}

/// Runs the index until a signal asks it to stop.
pub(crate) async fn run(config: &Config, dev: bool) -> Result<()> {
    let mail_folder = match dev {
        true => development(config)?,
        false => None,
    };
    raise_file_limit();
    let started = start(config).await?;
    let ctx = &started.ctx;
    jobs::sweep_all(ctx).await?;

    let templates = Arc::new(Templates::new()?);
    let state = ApiState::new(Arc::clone(ctx), Arc::clone(&templates)).await?;
    let front = front(&state, templates, mail_folder.clone())?;
    let stop = CancellationToken::new();
    stop::on_signal(&stop)?;
    print(config, &started, mail_folder.is_some()).await?;

    let feed = tokio::spawn(api::simple::feed::run(state));
    let metrics = tokio::spawn(metrics::serve(started.metrics, Arc::clone(ctx), stop.clone()));
    let tasks = CancellationToken::new();
    let work = tokio::spawn(work(config.jobs.workers, Arc::clone(ctx), Place::of(config), tasks.clone()));
    let grace = config.server.shutdown_grace;
    http::serve(started.listener, front, stop, grace).await?;

    // After the last request, so that what it enqueued or noted is not lost.
    tasks.cancel();
    if tokio::time::timeout(grace, work).await.is_err() {
        tracing::warn!("jobs were cut off; another worker takes them when their lease ends");
    }
    feed.abort();
    metrics.abort();
    ctx.db.close().await;
    Ok(())
}

/// Folder, lock, port, database, keys: in this order, so that a second `serve` changes nothing.
async fn start(config: &Config) -> Result<Started> {
    let folder = Folder::new(&config.data);
    folder.check_owner()?;
    folder.make()?;
    let mut lock = folder.lock().await?;
    let listener = http::bind(config.server.listen)?;
    let metrics = config.metrics.listen.map(http::bind).transpose()?;
    let public_url = public_url(config, listener.local_addr()?);
    let urls = Urls::new(&public_url, config.server.files_url.as_ref());

    let connect = config.database.connect(&config.data);
    let db = Db::open(&connect).await?;
    let migrated = schema::migrate(&db, &connect, Clock::System.now()).await?;
    if let Some(copy) = migrated.copy {
        tracing::info!("the database was copied before its migration: `{}`", copy.display());
    }
    let Opened { ctx, has_new_key_ring } = index::open_with(config, db, urls).await?;
    service::two_factor::webauthn::check_rp(&ctx).await?;
    lock.tell(public_url.as_str().trim_end_matches('/'))?;
    Ok(Started { ctx, listener, metrics, has_new_key_ring, _lock: lock })
}

/// Every door of the index.
fn front(state: &Arc<ApiState>, templates: Arc<Templates>, mail_folder: Option<MailFolder>) -> Result<Front> {
    let site = match mail_folder {
        Some(folder) => SiteState::for_development(Arc::clone(&state.ctx), templates, folder),
        None => SiteState::new(Arc::clone(&state.ctx), templates),
    };
    let pages = site::router(&site);
    let doors = web::shell(pages.merge(api::router(Arc::clone(state))), Arc::clone(&state.ctx))?;
    Ok(Front::new(Arc::clone(state), doors))
}

/// Jobs and node tasks, until `stop`.
async fn work(slots: usize, ctx: Arc<Ctx>, place: Place, stop: CancellationToken) {
    tokio::join!(
        jobs::worker::run(Arc::clone(&ctx), slots, stop.clone()),
        jobs::node::run(Arc::clone(&ctx), stop.clone()),
        key_reload::run(ctx, place, stop),
    );
}

async fn print(config: &Config, started: &Started, shows_mails: bool) -> Result<()> {
    let link = setup_link(&started.ctx).await?;
    let place = Place::of(config);
    let listen = started.listener.local_addr()?;
    let banner = Banner {
        urls: &started.ctx.settings.urls,
        listen,
        database: shown(&config.database.connect(&config.data)),
        data: &config.data,
        setup_link: link.as_ref(),
        new_key_ring: started.has_new_key_ring.then_some(&place),
        shows_mails,
        metrics: started.metrics.as_ref().map(TcpListener::local_addr).transpose()?,
        has_guessed_url: config.server.public_url.is_none() && !listen.ip().is_loopback(),
    };
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(banner.text().as_bytes())?;
    stdout.flush()?;
    Ok(())
}

/// A fresh link while the index has no operator.
async fn setup_link(ctx: &Ctx) -> Result<Option<SetupLink>> {
    match service::setup::make_link(ctx).await {
        Ok(link) => Ok(Some(link)),
        Err(Failure::Refused(MakeLinkRefused::OperatorExists)) => Ok(None),
        Err(Failure::Broken(fault)) => Err(fault).context("no setup link could be made"),
    }
}

fn public_url(config: &Config, listen: SocketAddr) -> Url {
    config.server.public_url.clone().unwrap_or_else(|| index::local_url(listen.port()))
}

/// Whoever develops reads the mails on a page, where they are files: on this machine only.
fn development(config: &Config) -> Result<Option<MailFolder>> {
    require_local(config)?;
    let is_files = matches!(config.mail.carrier, Carrier::Files);
    Ok(is_files.then(|| MailFolder(Folder::new(&config.data).mail())))
}

/// `--dev` is for one machine: it refuses what others could reach.
fn require_local(config: &Config) -> Result<()> {
    let listen = config.server.listen;
    if !listen.ip().is_loopback() {
        bail!("--dev refuses an address that others can reach: `{listen}`; listen on 127.0.0.1, or leave --dev away");
    }
    let urls = [("public", &config.server.public_url), ("files", &config.server.files_url)];
    for (name, url) in urls {
        if let Some(url) = url.as_ref().filter(|url| !values::is_local(url)) {
            bail!("--dev refuses a {name} URL beyond this machine: `{url}`; use localhost, or leave --dev away");
        }
    }
    Ok(())
}

/// Takes as many open files as the machine allows: each connection is one.
fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    if let Err(error) = raised {
        tracing::warn!("the number of open files stays at {:?}: {error}", limit.current);
    }
}
