//! Threads that hash passwords, at the lowest priority, behind a small queue.
//!
//! A hash takes tens of milliseconds and 19 MiB. On the runtime's own threads a flood
//! of sign-ins would slow the index; here it waits, and what finds no place is refused.

use anyhow::Context as _;
use domain::{Failure, passwords::HashingBusy};
use std::{
    fmt,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::sync::{
    mpsc::{Receiver, Sender, channel, error::TrySendError},
    oneshot,
};

/// Hashes that wait at most: some seconds of work.
const PLACES: usize = 128;

/// Threads at most: each hash takes its 19 MiB and its share of the memory's speed.
const MOST_THREADS: usize = 8;

type Work = Box<dyn FnOnce() + Send>;

/// A bounded pool of threads of the lowest priority.
///
/// The threads start with the first work, and end when the pool is dropped.
pub struct Pool {
    threads: usize,
    places: usize,
    queue: OnceLock<Sender<Work>>,
    taken: AtomicU64,
}

impl Default for Pool {
    /// One thread for every two processors: hashes that keep all of them busy for long are
    /// what a host with shared processors answers by taking some away, from readers too.
    fn default() -> Self {
        let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::new((processors / 2).min(MOST_THREADS), PLACES)
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pool").field("threads", &self.threads).field("places", &self.places).finish()
    }
}

impl Pool {
    /// A pool of `threads` threads before which `places` pieces of work may wait; both at least 1.
    pub fn new(threads: usize, places: usize) -> Self {
        Self { threads: threads.max(1), places: places.max(1), queue: OnceLock::new(), taken: AtomicU64::new(0) }
    }

    /// Does a piece of work; what its caller no longer waits for is left out.
    ///
    /// # Errors
    /// [`HashingBusy`] when every place of the queue is taken.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure<HashingBusy>> {
        let (sender, receiver) = oneshot::channel();
        let work = move || {
            if !sender.is_closed() {
                // Whoever hangs up in the meantime does not want the answer either.
                let _ = sender.send(work());
            }
        };
        let sent = self.queue().try_send(Box::new(work));
        self.taken.fetch_add(u64::from(sent.is_ok()), Ordering::Relaxed);
        match sent {
            Ok(()) => Ok(receiver.await.context("a thread that hashes passwords broke down")?),
            Err(TrySendError::Full(_)) => Err(HashingBusy.into()),
            Err(TrySendError::Closed(_)) => Err(anyhow::anyhow!("no thread that hashes passwords is left").into()),
        }
    }

    /// Pieces of work that were taken so far: what strangers can make us do is compared by it.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Pieces of work that wait for a thread now.
    pub fn waiting(&self) -> usize {
        self.queue.get().map_or(0, |queue| queue.max_capacity() - queue.capacity())
    }

    fn queue(&self) -> &Sender<Work> {
        self.queue.get_or_init(|| {
            let (sender, receiver) = channel(self.places);
            let receiver = Arc::new(Mutex::new(receiver));
            for _ in 0..self.threads {
                let receiver = Arc::clone(&receiver);
                let started = thread::Builder::new().name("passwords".to_owned()).spawn(move || work_off(&receiver));
                if let Err(fault) = started {
                    tracing::error!("a thread that hashes passwords could not be started: {fault}");
                }
            }
            sender
        })
    }
}

/// The life of a thread of the pool.
///
/// Only these threads ever take the lock: one of low priority that holds it for long
/// keeps nobody waiting who puts work into the queue.
fn work_off(queue: &Mutex<Receiver<Work>>) {
    yield_to_everybody();
    while let Some(work) = next(queue) {
        // A piece of work that panics loses its caller's answer, and not the thread.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    }
}

fn next(queue: &Mutex<Receiver<Work>>) -> Option<Work> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
}

/// Linux has a policy for each thread: an idle one runs when nobody else wants the processor.
///
/// The highest nice value is not enough: such a thread still finishes its slice of some
/// milliseconds while a page waits to be read.
#[cfg(target_os = "linux")]
fn yield_to_everybody() {
    use thread_priority::unix::{
        NormalThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
    };
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    if let Err(fault) = set_thread_priority_and_policy(thread_native_id(), thread_priority::ThreadPriority::Min, idle) {
        tracing::warn!("hashing of passwords keeps its normal priority: {fault:?}");
    }
}

/// Elsewhere the priority is the whole process's, which must stay quick.
#[cfg(not(target_os = "linux"))]
fn yield_to_everybody() {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn work_is_done_and_answered() {
        assert_eq!(Pool::new(2, 4).run(|| 6 * 7).await.unwrap(), 42);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn work_runs_when_nobody_else_wants_the_processor_and_callers_do_not() {
        use thread_priority::unix::{NormalThreadSchedulePolicy, ThreadSchedulePolicy, thread_schedule_policy};
        let policy = || thread_schedule_policy().unwrap();
        let before = policy();
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        assert_eq!(Pool::new(1, 1).run(policy).await.unwrap(), idle);
        assert_eq!(policy(), before);
        assert_ne!(before, idle);
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = Arc::new(Pool::new(1, 1));
        let (started, is_started) = oneshot::channel();
        let (release, released) = mpsc::channel::<()>();
        let running = spawn(&pool, move || {
            started.send(()).unwrap();
            released.recv().unwrap();
        });
        is_started.await.unwrap();
        let waiting = spawn(&pool, || ());
        // The task above has put its work into the queue once it has had a turn.
        while pool.queue().capacity() != 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(pool.run(|| ()).await, Err(Failure::Refused(HashingBusy))));
        release.send(()).unwrap();
        running.await.unwrap().unwrap();
        waiting.await.unwrap().unwrap();
        pool.run(|| ()).await.unwrap();
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_done() {
        let pool = Arc::new(Pool::new(1, 8));
        let (started, is_started) = oneshot::channel();
        let (release, released) = mpsc::channel::<()>();
        let running = spawn(&pool, move || {
            started.send(()).unwrap();
            released.recv().unwrap();
        });
        is_started.await.unwrap();
        let (done, is_done) = oneshot::channel();
        let abandoned = spawn(&pool, move || done.send(()).unwrap());
        while pool.queue().capacity() == 8 {
            tokio::task::yield_now().await;
        }
        abandoned.abort();
        assert!(abandoned.await.unwrap_err().is_cancelled());
        release.send(()).unwrap();
        running.await.unwrap().unwrap();
        assert!(is_done.await.is_err(), "the work was dropped");
    }

    #[tokio::test]
    async fn a_panic_is_a_fault_of_its_caller_alone() {
        let pool = Pool::new(1, 1);
        assert!(matches!(pool.run(|| panic!("on purpose")).await, Err(Failure::Broken(_))));
        pool.run(|| ()).await.unwrap();
    }

    fn spawn<T: Send + 'static>(
        pool: &Arc<Pool>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> tokio::task::JoinHandle<Result<T, Failure<HashingBusy>>> {
        let pool = Arc::clone(pool);
        tokio::spawn(async move { pool.run(work).await })
    }
}
