//! Commands about critical projects and synthetic indexes.

use super::project_name;
use clap::{Args, Subcommand};
use packaging::name::NormalizedName;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum CriticalCommand {
    /// Compute which projects are critical, as of the last complete UTC day
    Compute {
        /// Sum every day of the window, and say whether the sums kept from day to day agree
        #[arg(long)]
        full: bool,
    },
    /// List critical projects, by rank
    List,
    /// Designate a project, whatever its rank
    Designate {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take a designation back; the rank does not give it again
    Withdraw {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DemoCommand {
    /// Fill an empty index with made-up projects, accounts and downloads
    Seed(DemoSeed),
    /// Write the daily totals of the segments as text, for another program to sum
    #[command(hide = true)]
    Export { file: PathBuf },
}

/// What a synthetic index is made of; the defaults are the figures of a real one.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DemoSeed {
    /// How many projects
    #[arg(long, value_name = "N", default_value_t = 350_000)]
    pub(crate) projects: u32,
    /// How many accounts; the shares with a second factor stay those of the default
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub(crate) users: u32,
    /// How many complete days have downloads
    #[arg(long, value_name = "N", default_value_t = 183, value_parser = clap::value_parser!(u32).range(1..=3660))]
    pub(crate) days: u32,
    /// Leave the last days to the next computation
    #[arg(long, value_name = "N", default_value_t = 0, hide = true)]
    pub(crate) pending_days: u32,
    /// The number that everything follows from: the same number, the same index
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}
