//! `passwords build`: a filter of compromised passwords, from the public lists.

use crate::{
    cli::PasswordsBuild,
    output::{Output, progress},
};
use anyhow::Result;
use serde_json::json;

pub(crate) fn run(arguments: &PasswordsBuild, output: Output) -> Result<()> {
    let out = arguments.out.display();
    let built = service::passwords::build(&arguments.lists, &arguments.out, |done, total| {
        progress(&bar(done, total));
    });
    progress("");
    let built = built?;
    output.print(
        &json!({ "passwords": built.entries, "bytes": built.bytes, "path": arguments.out.display().to_string() }),
        || {
            format!(
                "filter built: `{out}`, {} passwords in {} bytes\n\
                 hint: use it with `passwords.kind = \"file\"` and `passwords.path`, and restart the index",
                built.entries, built.bytes
            )
        },
    )
}

/// A bar of thirty places.
fn bar(done: u64, total: u64) -> String {
    const PLACES: u64 = 30;
    let filled = (done * PLACES).checked_div(total).unwrap_or(0).min(PLACES);
    let places: String = (0..PLACES).map(|place| if place < filled { '#' } else { '.' }).collect();
    let percent = (done * 100).checked_div(total).unwrap_or(0);
    format!("[{places}] {percent} %")
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_fills() {
        assert_eq!(bar(0, 10), format!("[{}] 0 %", ".".repeat(30)));
        assert_eq!(bar(5, 10), format!("[{}{}] 50 %", "#".repeat(15), ".".repeat(15)));
        assert_eq!(bar(10, 10), format!("[{}] 100 %", "#".repeat(30)));
        assert_eq!(bar(0, 0), bar(0, 10));
    }
}
