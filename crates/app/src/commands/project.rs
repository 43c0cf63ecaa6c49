//! `project`: which command is meant.

use super::{project_change, project_show, with_index};
use crate::{
    cli::{ProjectCommand, ProjectDelete},
    config::Config,
    index::Missing,
    output::Output,
};
use anyhow::{Context as _, Result, bail};
use std::io::{IsTerminal as _, Write as _};

pub(crate) async fn run(config: &Config, command: ProjectCommand, output: Output) -> Result<()> {
    if let ProjectCommand::Delete(arguments) = &command {
        confirm(arguments)?;
    }
    with_index(config, Missing::Refuse, async |ctx| match command {
        ProjectCommand::List => project_show::list(&ctx, output).await,
        ProjectCommand::Show { name } => project_show::show(&ctx, &name, output).await,
        command => {
            let object = project_change::run(&ctx, command).await?;
            output.print(&object, || project_change::text(&object))
        }
    })
    .await
}

/// Asks for the name, because nothing brings back what is deleted.
fn confirm(arguments: &ProjectDelete) -> Result<()> {
    if arguments.yes {
        return Ok(());
    }
    let (stdin, mut stderr) = (std::io::stdin(), std::io::stderr());
    if !stdin.is_terminal() {
        bail!("what is deleted cannot be brought back\nhint: give --yes where nobody can be asked");
    }
    let what = match (&arguments.release, &arguments.file) {
        (Some(version), _) => format!("the release {version} of {}", arguments.name),
        (None, Some(file)) => format!("the file {file}"),
        (None, None) => format!("the project {} with all releases and files", arguments.name),
    };
    write!(stderr, "This deletes {what}, for good. Type the project's name to go on: ")?;
    stderr.flush()?;
    let mut answer = String::new();
    stdin.read_line(&mut answer).context("the answer could not be read")?;
    if answer.trim() != arguments.name.as_str() {
        bail!("nothing is deleted: the answer was not `{}`", arguments.name);
    }
    Ok(())
}
