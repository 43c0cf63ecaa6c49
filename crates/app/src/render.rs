//! `fromagerie render`: the child process that meets hostile text.

use anyhow::{Context as _, Result};
use rustix::process::{Resource, Rlimit, setrlimit};
use templates::description::child;

/// What the process may use, whatever the text makes the parsers do.
const LIMITS: [(Resource, u64); 5] = [
    // Seconds of processor time.
    (Resource::Cpu, 5),
    // Bytes of address space.
    (Resource::As, 256 * 1024 * 1024),
    // It opens no file, writes none, and leaves no image of its memory.
    (Resource::Nofile, 0),
    (Resource::Fsize, 0),
    (Resource::Core, 0),
];

/// Limits this process, then renders standard input to standard output.
pub(crate) fn run() -> Result<()> {
    for (resource, limit) in LIMITS {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        setrlimit(resource, limit).with_context(|| format!("the limit could not be set: `{resource:?}`"))?;
    }
    child::run_child(std::io::stdin().lock(), std::io::stdout().lock())
}
