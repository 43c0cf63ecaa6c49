//! The body of an upload: read with a pause bound, drained before a refusal.

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use domain::Kind;
use futures::{Stream, StreamExt as _};
use http::{HeaderMap, header};
use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use web::Problem;

/// How long a client may pause between two pieces of its upload.
const PAUSE: Duration = Duration::from_secs(60);

/// What is read of a refused upload before the connection is closed.
const DRAIN_BYTES: usize = 16 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// The rest of a body, wherever a reader stopped.
pub(super) struct UploadBody {
    shared: Arc<Shared>,
    /// The client waits for our word before it sends anything (RFC 9110 10.1.1).
    expects_continue: bool,
}

struct Shared {
    stream: Mutex<BodyDataStream>,
    was_touched: AtomicBool,
    was_read_whole: AtomicBool,
    /// A reader of parts swallows what breaks after the last of them.
    broke_off: AtomicBool,
}

impl UploadBody {
    pub(super) fn new(body: Body, headers: &HeaderMap) -> Self {
        let expect = headers.get(header::EXPECT);
        let shared = Shared {
            stream: Mutex::new(body.into_data_stream()),
            was_touched: AtomicBool::new(false),
            was_read_whole: AtomicBool::new(false),
            broke_off: AtomicBool::new(false),
        };
        let expects_continue = expect.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"));
        Self { shared: Arc::new(shared), expects_continue }
    }

    /// The pieces of the body as they arrive; a pause of a minute ends it.
    pub(super) fn pieces(&self) -> impl Stream<Item = std::io::Result<Bytes>> + Send + 'static {
        let pieces = Pieces(Arc::clone(&self.shared));
        futures::stream::unfold(pieces, |mut pieces| async move {
            let piece = match tokio::time::timeout(PAUSE, pieces.next()).await {
                Ok(piece) => piece?,
                Err(_) => Err(std::io::Error::new(std::io::ErrorKind::TimedOut, "the client paused for a minute")),
            };
            Some((piece, pieces))
        })
    }

    /// Reads on for a bounded while and throws it away.
    pub(super) async fn drain(&mut self) {
        if self.expects_continue && !self.shared.was_touched.load(Ordering::Relaxed) {
            return;
        }
        let mut pieces = Pieces(Arc::clone(&self.shared));
        let drained = async {
            let mut bytes = 0;
            while bytes < DRAIN_BYTES
                && let Some(Ok(piece)) = pieces.next().await
            {
                bytes += piece.len();
            }
        };
        // Out of time is as good as out of bytes: the answer goes out either way.
        let _ = tokio::time::timeout(DRAIN_TIME, drained).await;
    }

    /// Whether it ended before the length that its sender claimed.
    pub(super) fn broke_off(&self) -> bool {
        self.shared.broke_off.load(Ordering::Relaxed)
    }

    /// Whether the connection can serve another request.
    pub(super) fn was_read_whole(&self) -> bool {
        self.shared.was_read_whole.load(Ordering::Relaxed)
    }
}

/// One reader of the shared body; there is never more than one at a time.
struct Pieces(Arc<Shared>);

impl Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let shared = &self.0;
        shared.was_touched.store(true, Ordering::Relaxed);
        let mut stream = shared.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let piece = std::task::ready!(stream.poll_next_unpin(context));
        match &piece {
            None => shared.was_read_whole.store(true, Ordering::Relaxed),
            Some(Err(_)) => shared.broke_off.store(true, Ordering::Relaxed),
            Some(Ok(_)) => {}
        }
        Poll::Ready(piece.map(|piece| piece.map_err(std::io::Error::other)))
    }
}

/// A compressed body could expand to anything; no tool sends one.
pub(super) fn refuse_compressed(headers: &HeaderMap) -> Result<(), Problem> {
    let coding = headers.get(header::CONTENT_ENCODING).map(|value| value.as_bytes().to_ascii_lowercase());
    if coding.is_none_or(|coding| coding.is_empty() || coding == b"identity") {
        return Ok(());
    }
    let message = "Compressed request bodies are refused: send the upload without `Content-Encoding`";
    Err(Problem::refuse(Kind::UnsupportedMedia, "compressed-body", message))
}
