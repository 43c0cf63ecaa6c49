//! The child process that meets hostile text, seen from its parent.
//!
//! The child sets its own limits on processor time and memory before it reads a byte.
//! The parent adds a clock, a bound on the answer, and an empty environment.

use anyhow::{Context as _, Result};
use std::{fmt, path::Path, process::Stdio, time::Duration};
use templates::description::child::LARGEST_ANSWER;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
};

/// Twice the child's processor time: a machine may be busy.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Why a child gave no answer.
#[derive(Debug)]
pub(crate) enum Death {
    TimedOut,
    TooMuch,
    NotText,
    Ended(std::process::ExitStatus),
}

/// Asks a child; the outer error is ours, the inner one the child's death.
pub(crate) async fn ask(program: &Path, request: Vec<u8>) -> Result<Result<String, Death>> {
    let mut child = Command::new(program)
        .arg("render")
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot run: `{}`", program.display()))?;
    let outcome = tokio::time::timeout(TIMEOUT, converse(&mut child, request)).await;
    match outcome {
        Ok(answer) => answer,
        Err(_) => {
            // Dropping would kill it too; waiting keeps no zombie behind.
            child.kill().await.context("a renderer that hangs could not be killed")?;
            Ok(Err(Death::TimedOut))
        }
    }
}

async fn converse(child: &mut Child, request: Vec<u8>) -> Result<Result<String, Death>> {
    let mut stdin = child.stdin.take().context("the child has no input")?;
    let stdout = child.stdout.take().context("the child has no output")?;
    let mut answer = Vec::new();
    let ask = async move {
        // A child that dies closes the pipe; its status says more than this error.
        let _ = stdin.write_all(&request).await;
        drop(stdin);
    };
    let mut bounded = stdout.take(LARGEST_ANSWER as u64 + 1);
    let (_, read) = tokio::join!(ask, bounded.read_to_end(&mut answer));
    read.context("the answer of the child could not be read")?;
    if answer.len() > LARGEST_ANSWER {
        child.kill().await?;
        return Ok(Err(Death::TooMuch));
    }
    let status = child.wait().await?;
    if !status.success() {
        return Ok(Err(Death::Ended(status)));
    }
    Ok(String::from_utf8(answer).map_err(|_| Death::NotText))
}

impl fmt::Display for Death {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => write!(formatter, "took longer than {} s", TIMEOUT.as_secs()),
            Self::TooMuch => write!(formatter, "answered more than {LARGEST_ANSWER} bytes"),
            Self::NotText => formatter.write_str("answered something that is not text"),
            Self::Ended(status) => write!(formatter, "died: {status}"),
        }
    }
}
