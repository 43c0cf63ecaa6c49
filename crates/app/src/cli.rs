//! The command line: a contract. Add to it freely, never break it.

mod critical;
mod downloads;
mod giveaway;
mod mandate;
mod switch;

pub(crate) use critical::{CriticalCommand, DemoCommand, DemoSeed};
pub(crate) use downloads::{DownloadsCommand, DownloadsImport};
pub(crate) use giveaway::{GiveawayCommand, GiveawayCreate, ImportCodes};
pub(crate) use mandate::{MandateCommand, MandateEdit, MandateSchedule};
pub(crate) use switch::SwitchCommand;

use crate::config::{Sources, values};
use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};
use domain::{
    accounts::{EmailAddress, Username},
    registration::{MailDomain, RegistrationMode},
};
use packaging::{name::NormalizedName, version::Version};
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Parser)]
#[command(
    name = "fromagerie",
    version,
    about = "A complete Python package index in one program, secure by default",
    after_help = "Settings: flags override the environment (FROMAGERIE__SECTION__KEY), which overrides\n\
                  fromagerie.toml, which overrides defaults; `fromagerie config show` lists them all.\n\
                  Exit status: 0 done, 1 refused or failed, 2 wrong usage.",
    arg_required_else_help = true,
    subcommand_required = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// The configuration file [default: fromagerie.toml here, then in the data folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder that holds everything: database, objects, keys, mail
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Print one JSON object instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the index: pages, endpoints, and a worker for jobs
    Serve(Serve),
    /// Run jobs only, beside a `serve` on the same database
    Worker,
    /// Bring the database's schema up to date, after a copy of a SQLite database
    Migrate,
    /// Examine configuration, database, key ring, objects and a sample of files
    Doctor(Doctor),
    /// Check or show the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Create, list and show accounts
    #[command(subcommand)]
    User(UserCommand),
    /// Show or set who may register
    #[command(subcommand)]
    Registration(RegistrationCommand),
    /// Create, list and revoke API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Look at projects, and manage them as the operator
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Compute, list and change which projects are critical
    #[command(subcommand)]
    Critical(CriticalCommand),
    /// Make a synthetic index, for trials and benchmarks
    #[command(subcommand)]
    Demo(DemoCommand),
    /// Count the downloads of access logs
    #[command(subcommand)]
    Downloads(DownloadsCommand),
    /// Give security keys away: import codes, look at the stock
    #[command(subcommand)]
    Giveaway(GiveawayCommand),
    /// Show, schedule and change who must have a second factor, and count whom it stops
    #[command(subcommand)]
    Mandate(MandateCommand),
    /// Look at the queue of jobs, or run one now
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Print a one-time link that makes the first operator; earlier links end
    SetupLink,
    /// Manage the key ring
    #[command(subcommand)]
    Secret(SecretCommand),
    /// Turn functions of the site off and on
    #[command(subcommand)]
    Switch(SwitchCommand),
    /// Build the filter of compromised passwords
    #[command(subcommand)]
    Passwords(PasswordsCommand),
    /// Render one description from standard input, within limits
    #[command(hide = true)]
    Render,
}

#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// The address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT", value_parser = checked(values::listen))]
    pub(crate) listen: Option<String>,
    /// The URL under which people and tools reach the site [default: http://localhost:PORT]
    #[arg(long, value_name = "URL", value_parser = checked(values::url))]
    pub(crate) public_url: Option<String>,
    /// For trials on this machine only: refuses addresses that others can reach
    #[arg(long)]
    pub(crate) dev: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// How many files to read and hash: a number, or `all`
    #[arg(long, value_name = "N|all", default_value = "100", value_parser = sample)]
    pub(crate) sample: Sample,
}

/// How many files the doctor reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sample {
    All,
    Most(usize),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say what is wrong with the configuration, with file and line
    Check,
    /// Show every setting, its value and where it comes from; secrets are masked
    Show,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Create an account with a verified address
    Create(UserCreate),
    /// List accounts
    List,
    /// Show an account: addresses, roles, second factor
    Show { name: Username },
    /// Invite the reader of an address by a mailed link, and print the link
    Invite { address: EmailAddress },
    /// Set a password, read from the first line of standard input, and end all sessions
    SetPassword { name: Username },
    /// Keep user names, and those that look like them, from everybody
    Prohibit {
        #[arg(required_unless_present = "file")]
        names: Vec<Username>,
        /// Take the names of a list, too, with spaces or line ends between them
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Open a prohibited user name to everybody
    Allow { name: Username },
    /// Wipe the second factors and recovery codes of somebody who lost them, and end their sessions
    ResetFactors { name: Username },
    /// Let the newest sign-in that waits for its mail go on, for somebody whose mail does not arrive
    ConfirmDevice { name: Username },
    /// Freeze an account: its sessions end, its tokens and its password do nothing
    Freeze {
        name: Username,
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Let a frozen account act again
    Unfreeze {
        name: Username,
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegistrationCommand {
    /// Show who may register
    Show,
    /// Set who may register
    Set(RegistrationSet),
    /// Take no addresses of a domain and those below it
    ProhibitDomain {
        domain: MailDomain,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take addresses of a prohibited domain again
    AllowDomain { domain: MailDomain },
}

#[derive(Args, Debug)]
pub(crate) struct RegistrationSet {
    /// `closed`, `invite`, `domains` or `open`
    #[arg(value_parser = registration_mode)]
    pub(crate) mode: RegistrationMode,
    /// With `domains`: a domain whose addresses may register, may be given again
    #[arg(long = "domain", value_name = "DOMAIN")]
    pub(crate) domains: Vec<MailDomain>,
}

#[derive(Args, Debug)]
pub(crate) struct UserCreate {
    /// 2 to 50 ASCII letters, digits, `.`, `_`, `-`
    pub(crate) name: Username,
    /// The e-mail address; it counts as verified
    #[arg(long, value_name = "ADDR")]
    pub(crate) email: EmailAddress,
    /// Make the account an operator of the site
    #[arg(long)]
    pub(crate) superuser: bool,
    /// Read the password from the first line of standard input; without it the account has none
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Enrol a second factor, and print its otpauth URI and the recovery codes once
    #[arg(long)]
    pub(crate) totp: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Create an API token and print it, once
    Create(TokenCreate),
    /// List API tokens, revoked ones included
    List {
        /// Only those of this account
        #[arg(long, value_name = "NAME")]
        user: Option<Username>,
    },
    /// Revoke an API token, for good
    Revoke { id: Uuid },
}

#[derive(Args, Debug)]
pub(crate) struct TokenCreate {
    /// The account that the token acts for
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Username,
    /// A project that the token is good for, may be given again [default: all of the account's]
    #[arg(long = "project", value_name = "NAME", value_parser = project_name)]
    pub(crate) projects: Vec<NormalizedName>,
    /// How long it is good: a number and `s`, `m`, `h` or `d` [default: until it is revoked]
    #[arg(long, value_name = "SPAN", value_parser = values::duration)]
    pub(crate) expires: Option<TimeDelta>,
    /// What the account's owner will know it by [default: the time of its creation]
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProjectCommand {
    /// List projects
    List,
    /// Show a project: status, roles, releases, files
    Show {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
    },
    /// Yank a release: still there for who pins it, passed over by everybody else
    Yank {
        #[command(flatten)]
        release: ReleaseArgument,
        /// Shown by installers
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take a yank back
    Unyank {
        #[command(flatten)]
        release: ReleaseArgument,
    },
    /// Archive a project: it takes no uploads and says so
    Archive {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
    },
    /// Take an archiving back
    Unarchive {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
    },
    /// Delete a project, a release or a file; names of files can never be used again
    Delete(ProjectDelete),
    /// Put a project out of reach, reversibly: pages and files answer no more
    Quarantine {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Put a quarantined project back in reach
    ClearQuarantine {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
    },
    /// Close a name: no project of that name can be made
    Prohibit {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Open a prohibited name, or that of a deleted project, to everybody
    ReleaseName {
        #[arg(value_parser = project_name)]
        name: NormalizedName,
    },
    /// Set a project's own limits; without a size the default holds again
    Limits(ProjectLimits),
}

#[derive(Args, Debug)]
pub(crate) struct ReleaseArgument {
    #[arg(value_parser = project_name)]
    pub(crate) name: NormalizedName,
    #[arg(value_parser = version)]
    pub(crate) version: Version,
}

#[derive(Args, Debug)]
pub(crate) struct ProjectDelete {
    #[arg(value_parser = project_name)]
    pub(crate) name: NormalizedName,
    /// Delete only this release
    #[arg(long, value_name = "VERSION", value_parser = version, conflicts_with = "file")]
    pub(crate) release: Option<Version>,
    /// Delete only this file
    #[arg(long, value_name = "FILENAME")]
    pub(crate) file: Option<String>,
    /// Do not ask for the name again
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ProjectLimits {
    #[arg(value_parser = project_name)]
    pub(crate) name: NormalizedName,
    /// The size of one file, such as `1 GiB`
    #[arg(long, value_name = "SIZE", value_parser = values::size)]
    pub(crate) file: Option<i64>,
    /// The size of all files together, such as `50 GiB`
    #[arg(long, value_name = "SIZE", value_parser = values::size)]
    pub(crate) total: Option<i64>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobsCommand {
    /// List jobs that wait and dead letters
    List,
    /// Run one kind of job now
    Run { kind: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SecretCommand {
    /// Add a fresh key to the ring; previous ones stay, so nothing stops working
    Rotate,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PasswordsCommand {
    /// Build a filter from lists of SHA-1 digests, for `passwords.kind = "file"`
    Build(PasswordsBuild),
}

#[derive(Args, Debug)]
pub(crate) struct PasswordsBuild {
    /// Files with lines `HASH:count`, in any order
    #[arg(required = true, value_name = "FILE")]
    pub(crate) lists: Vec<PathBuf>,
    /// Where to put the filter; about 4 bytes for each password
    #[arg(long, value_name = "PATH")]
    pub(crate) out: PathBuf,
}

impl Cli {
    /// The flags as a layer of settings, beside the environment.
    pub(crate) fn sources(&self, environment: Vec<(String, String)>) -> Sources {
        let mut flags = Vec::new();
        if let Some(data) = &self.common.data {
            flags.push(("data", data.display().to_string(), "--data"));
        }
        if let Command::Serve(serve) = &self.command {
            flags.extend(serve.listen.clone().map(|text| ("server.listen", text, "--listen")));
            flags.extend(serve.public_url.clone().map(|text| ("server.public_url", text, "--public-url")));
        }
        Sources { flags, environment, file: self.common.config.clone() }
    }
}

/// A parser that keeps the text of what it has checked.
fn checked<T>(parse: fn(&str) -> Result<T, String>) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |text| parse(text).map(|_| text.to_owned())
}

fn project_name(text: &str) -> Result<NormalizedName, String> {
    NormalizedName::from_any(text).map_err(|error| error.to_string())
}

fn registration_mode(text: &str) -> Result<RegistrationMode, String> {
    RegistrationMode::from_stored(text).ok_or_else(|| "none of `closed`, `invite`, `domains`, `open`".to_owned())
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).map_err(|error| error.to_string())
}

fn sample(text: &str) -> Result<Sample, String> {
    match text {
        "all" => Ok(Sample::All),
        _ => text.parse().map(Sample::Most).map_err(|_| "neither a number nor `all`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_tree_of_commands_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_takes_the_common_flags() {
        for line in [
            "fromagerie serve --config a --data b --json --listen 127.0.0.1:1 --public-url http://localhost --dev",
            "fromagerie user create ada --email ada@index.example --totp --config a --data b --json",
            "fromagerie --data b token create --user ada --project x --project y --expires 30d",
            "fromagerie project yank x 1.0 --reason broken --data b",
            "fromagerie doctor --sample all --data b",
            "fromagerie switch on read-only --reason moving --banner moving --data b",
        ] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.common.data, Some(PathBuf::from("b")), "{line}");
        }
    }

    #[test]
    fn wrong_values_are_wrong_usage() {
        for line in [
            "fromagerie serve --listen 8080",
            "fromagerie token create --user ada --expires soon",
            "fromagerie project yank x not-a-version --reason y",
            "fromagerie user show -ada",
            "fromagerie doctor --sample some",
            "fromagerie switch on everything --reason x",
            "fromagerie switch off read-only",
        ] {
            let error = Cli::try_parse_from(line.split(' ')).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
        }
    }
}
