//! `giveaway`: programmes that give security keys away.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum GiveawayCommand {
    /// Import the codes of a vendor, whole or not at all
    ImportCodes(ImportCodes),
    /// Show the programmes with their stock of codes
    Show,
    /// Create a programme
    Create(GiveawayCreate),
}

#[derive(Args, Debug)]
pub(crate) struct ImportCodes {
    /// CSV with the one column `code`
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The programme [default: the newest that is not over; without one, a default programme is made]
    #[arg(long, value_name = "ID")]
    pub(crate) programme: Option<Uuid>,
}

#[derive(Args, Debug)]
pub(crate) struct GiveawayCreate {
    #[arg(long, value_name = "TEXT", default_value = domain::giveaway::DEFAULT_TITLE)]
    pub(crate) title: String,
    /// Who makes the keys
    #[arg(long, value_name = "TEXT")]
    pub(crate) vendor: String,
    /// Where a code is redeemed
    #[arg(long, value_name = "URL")]
    pub(crate) vendor_url: String,
    /// When claims begin, RFC 3339 [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) opens: Option<DateTime<Utc>>,
    /// When claims end, RFC 3339 [default: 180 days after they begin]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) closes: Option<DateTime<Utc>>,
    /// A country by its ISO 3166-1 code, may be given again [default: AT BE CA CH DE ES FR GB IT JP US]
    #[arg(long = "country", value_name = "CODE")]
    pub(crate) countries: Vec<String>,
    /// Keys for which one code is good
    #[arg(long, value_name = "N", default_value_t = domain::giveaway::DEFAULT_KEYS_PER_CODE)]
    pub(crate) keys_per_code: i32,
}
