//! How many passwords a second the pool compares: `cargo run --release -p service --example hashing`.

use anyhow::Result;
use futures::{StreamExt as _, stream};
use service::passwords::{hash, verify};
use std::{io::Write as _, time::Instant};
use testkit_index::TestIndex;

const SIGN_INS: usize = 200;

/// Sign-ins at once; fewer than the pool has places, so that none is refused.
const AT_ONCE: usize = 32;

#[tokio::main]
async fn main() -> Result<()> {
    let index = TestIndex::new().await;
    let stored = hash(&index, "correct horse").await.map_err(|failure| anyhow::anyhow!("{failure}"))?;
    let start = Instant::now();
    let right = stream::iter(0..SIGN_INS)
        .map(|_| verify(&index, &stored, "correct horse"))
        .buffer_unordered(AT_ONCE)
        .filter(|verified| std::future::ready(verified.as_ref().is_ok_and(|verified| verified.is_right())))
        .count()
        .await;
    let seconds = start.elapsed().as_secs_f64();
    writeln!(std::io::stdout(), "{right} of {SIGN_INS} right, {:.0} a second", right as f64 / seconds)?;
    Ok(())
}
