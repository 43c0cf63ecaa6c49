//! `mandate`: what is required of whom from when.

use clap::{Args, Subcommand};
use domain::mandate::{
    Cohort, Gate, Strength,
    plan::{When, WhenUnreadable},
};
use service::mandate::Preset;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum MandateCommand {
    /// Show the mandates, their gates and times
    Show {
        /// Those that have ended too, and what was changed by whom
        #[arg(long)]
        all: bool,
    },
    /// Count whom the mandates stop: people and projects, by gate, with names
    Impact {
        /// At this instant [default: now]
        #[arg(long, value_name = "INSTANT", value_parser = when)]
        at: Option<When>,
    },
    /// Schedule a mandate; instants are RFC 3339, UTC, or `now`
    Schedule(MandateSchedule),
    /// Change a mandate; what is not given stays as it is
    Edit(MandateEdit),
    /// End a mandate; its history stays
    End {
        id: Uuid,
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Write the mandates of a preset: `critical-first` or `everybody-by-end-of-year`
    Preset {
        #[arg(value_parser = preset)]
        name: Preset,
    },
}

#[derive(Args, Debug)]
pub(crate) struct MandateSchedule {
    /// `critical`, `managers`, `everyone`, `selected` or `owner-opt-in`
    #[arg(long, value_parser = cohort)]
    pub(crate) cohort: Cohort,
    /// `any` second factor, or `phishing-resistant`
    #[arg(long, value_parser = strength)]
    pub(crate) strength: Strength,
    /// `publish`, `releases`, `people`, `credentials`, `organizations`; may be given again
    #[arg(long = "gate", value_name = "GATE", value_parser = gate, num_args = 1.., value_delimiter = ',', required = true)]
    pub(crate) gates: Vec<Gate>,
    /// When people are told
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub(crate) announce: When,
    /// When the gates close
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub(crate) enforce: When,
    /// With `selected`: a user, may be given again
    #[arg(long = "user", value_name = "NAME", num_args = 1..)]
    pub(crate) users: Vec<String>,
    /// With `selected`: a project, may be given again
    #[arg(long = "project", value_name = "NAME", num_args = 1..)]
    pub(crate) projects: Vec<String>,
    /// Why; people and the history read it
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
    /// Days before the deadline at which people are reminded [default: 30 14 7 1]
    #[arg(long = "reminder", value_name = "DAYS", num_args = 1.., value_delimiter = ',')]
    pub(crate) reminders: Option<Vec<u16>>,
    /// End the default mandate of a fresh index, whatever gates this one closes
    #[arg(long)]
    pub(crate) replace_default: bool,
}

#[derive(Args, Debug)]
pub(crate) struct MandateEdit {
    pub(crate) id: Uuid,
    /// `any` or `phishing-resistant`
    #[arg(long, value_parser = strength)]
    pub(crate) strength: Option<Strength>,
    /// All gates of the mandate from now on
    #[arg(long = "gate", value_name = "GATE", value_parser = gate, num_args = 1.., value_delimiter = ',')]
    pub(crate) gates: Vec<Gate>,
    /// When people are told, for every gate of the mandate
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub(crate) announce: Option<When>,
    /// When the gates close, for every gate of the mandate
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub(crate) enforce: Option<When>,
    /// All users that the mandate names from now on
    #[arg(long = "user", value_name = "NAME", num_args = 1..)]
    pub(crate) users: Option<Vec<String>>,
    /// All projects that the mandate names from now on
    #[arg(long = "project", value_name = "NAME", num_args = 1..)]
    pub(crate) projects: Option<Vec<String>>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Days before the deadline at which people are reminded
    #[arg(long = "reminder", value_name = "DAYS", num_args = 1.., value_delimiter = ',')]
    pub(crate) reminders: Option<Vec<u16>>,
    /// Bring a deadline that people know of closer than 14 days; a reason must say why
    #[arg(long, requires = "reason")]
    pub(crate) force: bool,
}

fn when(text: &str) -> Result<When, WhenUnreadable> {
    text.parse()
}

fn cohort(text: &str) -> Result<Cohort, String> {
    Cohort::from_stored(text)
        .ok_or_else(|| "none of `critical`, `managers`, `everyone`, `selected`, `owner-opt-in`".to_owned())
}

fn strength(text: &str) -> Result<Strength, String> {
    Strength::from_stored(text).ok_or_else(|| "neither `any` nor `phishing-resistant`".to_owned())
}

fn gate(text: &str) -> Result<Gate, String> {
    Gate::from_stored(text)
        .ok_or_else(|| "none of `publish`, `releases`, `people`, `credentials`, `organizations`".to_owned())
}

fn preset(text: &str) -> Result<Preset, String> {
    Preset::from_name(text).ok_or_else(|| "neither `critical-first` nor `everybody-by-end-of-year`".to_owned())
}
