//! `switch`: functions of the site that are turned off for a while.

use clap::Subcommand;
use domain::switches::Switch;

#[derive(Debug, Subcommand)]
pub(crate) enum SwitchCommand {
    /// List every switch and how it stands
    List,
    /// Turn a switch on; what it closes is closed from then on, on every node
    On {
        /// `no-new-users`, `no-new-projects`, `no-new-uploads`, `no-deletions` or `read-only`
        #[arg(value_parser = switch)]
        name: Switch,
        /// Told to everybody whom the switch stops
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Shown on every page
        #[arg(long, value_name = "TEXT", default_value = "")]
        banner: String,
    },
    /// Turn a switch off
    Off {
        #[arg(value_parser = switch)]
        name: Switch,
        /// Kept in the history
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take away what the surge protection proposes
    Dismiss {
        #[arg(value_parser = switch)]
        name: Switch,
        /// Kept in the history
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

fn switch(text: &str) -> Result<Switch, String> {
    Switch::from_stored(text).ok_or_else(|| {
        let names: Vec<&str> = Switch::ALL.iter().map(|switch| switch.as_str()).collect();
        format!("no switch; they are `{}`", names.join("`, `"))
    })
}
