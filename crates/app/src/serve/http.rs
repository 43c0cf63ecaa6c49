//! The server: connections into requests, and their end.

use anyhow::{Context as _, Result};
use api::Front;
use axum::{Router, body::Body, extract, extract::ConnectInfo, response::Response};
use futures::future::{Either, Ready, ready};
use hyper::{Request, body::Incoming, service::Service};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use std::{
    convert::Infallible,
    io::ErrorKind,
    net::{SocketAddr, TcpListener as StdListener},
    time::Duration,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::{ServiceExt as _, util::Oneshot};

/// How long a client may take to send its request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Bytes of a request's head.
const LARGEST_HEAD: usize = 64 * 1024;

/// Requests that one HTTP/2 connection may have open.
const MOST_STREAMS: u32 = 128;

/// How often a quiet HTTP/2 connection is asked whether it lives.
const PING: Duration = Duration::from_secs(30);

/// The wait after the machine has run out of something, such as open files.
const BREATH: Duration = Duration::from_millis(100);

/// Takes the address, or says who to ask for another.
pub(crate) fn bind(address: SocketAddr) -> Result<StdListener> {
    let listener = match StdListener::bind(address) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let port = address.port();
            return Err(error).with_context(|| {
                format!("the port is taken: `{port}`; choose another with --listen {}:PORT", address.ip())
            });
        }
        bound => bound.with_context(|| format!("cannot listen on `{address}`"))?,
    };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until `stop`; requests in flight then have `grace` to end.
pub(crate) async fn serve(listener: StdListener, front: Front, stop: CancellationToken, grace: Duration) -> Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    let builder = builder();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    refused(&error).await;
                    continue;
                }
            },
        };
        converse(&builder, stream, peer, front.clone(), &graceful);
    }
    drop(listener);
    if tokio::time::timeout(grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were cut off that took longer than {} s to end", grace.as_secs());
    }
    Ok(())
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(LARGEST_HEAD)
        .keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .max_header_list_size(LARGEST_HEAD as u32)
        .max_concurrent_streams(MOST_STREAMS);
    builder
}

fn converse(
    builder: &Builder<TokioExecutor>,
    stream: TcpStream,
    peer: SocketAddr,
    front: Front,
    graceful: &GracefulShutdown,
) {
    // Small answers leave at once; a connection that is gone already says so by itself.
    let _ = stream.set_nodelay(true);
    let conversation = Conversation { front, peer };
    let connection = builder.serve_connection(TokioIo::new(stream), conversation).into_owned();
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!("a connection from {peer} broke: {error}");
        }
    });
}

/// One connection's way to the doors.
struct Conversation {
    front: Front,
    peer: SocketAddr,
}

impl Service<Request<Incoming>> for Conversation {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, Oneshot<Router, extract::Request>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        // Nothing is boxed or noted down for a page that is in memory.
        if let Some(response) = self.front.short_way(&request) {
            return Either::Left(ready(Ok(response)));
        }
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        Either::Right(self.front.site().clone().oneshot(request))
    }
}

/// A connection that broke before it was taken is nothing; anything else needs a breath.
async fn refused(error: &std::io::Error) {
    let is_gone = matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    );
    if !is_gone {
        tracing::error!("a connection could not be taken: {error}");
        tokio::time::sleep(BREATH).await;
    }
}
