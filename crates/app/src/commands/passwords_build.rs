//! `passwords build`: a filter of compromised passwords, from the public lists.

use crate::{
    cli::PasswordsBuild,
    output::{Output, bar, progress},
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
