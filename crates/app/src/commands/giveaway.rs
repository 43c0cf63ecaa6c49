//! `giveaway`: import codes, show the stock, create a programme.

use super::{instant, refused, with_index};
use crate::{
    cli::{GiveawayCommand, GiveawayCreate, ImportCodes},
    config::Config,
    index::Missing,
    output::{Output, table},
};
use anyhow::{Context as _, Result, bail};
use chrono::TimeDelta;
use domain::{
    giveaway::{Country, DEFAULT_COUNTRIES, DEFAULT_DAYS, Programme, Terms, TypedTerms},
    ids::ProgrammeId,
    permission::Actor,
};
use serde_json::{Value, json};
use service::{
    Ctx,
    giveaway::{self, Stocked},
};
use store::giveaway::Stock;

/// Bytes that a file of codes may have; the codes themselves are counted, too.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

pub(crate) async fn run(config: &Config, command: GiveawayCommand, output: Output) -> Result<()> {
    with_index(config, Missing::Refuse, async |ctx| match command {
        GiveawayCommand::ImportCodes(arguments) => import_codes(&ctx, &arguments, output).await,
        GiveawayCommand::Show => show(&ctx, output).await,
        GiveawayCommand::Create(arguments) => create(&ctx, arguments, output).await,
    })
    .await
}

async fn import_codes(ctx: &Ctx, arguments: &ImportCodes, output: Output) -> Result<()> {
    let path = arguments.file.display();
    let size = std::fs::metadata(&arguments.file).with_context(|| format!("the file cannot be read: `{path}`"))?.len();
    if LARGEST_FILE < size {
        bail!("the file is too large for a list of codes: `{path}`\nhint: import it in parts");
    }
    let file = std::fs::read(&arguments.file).with_context(|| format!("the file cannot be read: `{path}`"))?;
    let programme = arguments.programme.map(ProgrammeId);
    let done = giveaway::import_codes(ctx, &Actor::Operator, programme, &file).await.map_err(refused)?;
    let object = json!({
        "programme": done.programme.id, "title": done.programme.terms.title,
        "imported": done.imported, "repeated": done.repeated, "known": done.known,
    });
    output.print(&object, || {
        format!(
            "codes imported: {}\nskipped, twice in the file: {}\nskipped, imported before: {}\nprogramme: {} ({})",
            done.imported, done.repeated, done.known, done.programme.terms.title, done.programme.id
        )
    })
}

async fn show(ctx: &Ctx, output: Output) -> Result<()> {
    let stocked = giveaway::stocked(&mut ctx.db.read().await?, ctx.now()).await?;
    let programmes: Vec<Value> = stocked.iter().map(|it| object(&it.programme, it.stock)).collect();
    output.print(&json!({ "programmes": programmes }), || {
        if stocked.is_empty() {
            return "no programmes\nhint: `fromagerie giveaway create` makes one, and so does the first import"
                .to_owned();
        }
        let heading = ["id", "title", "opens", "closes", "codes", "claimed"].map(str::to_owned).into();
        table(&std::iter::once(heading).chain(stocked.iter().map(row)).collect::<Vec<_>>())
    })
}

async fn create(ctx: &Ctx, arguments: GiveawayCreate, output: Output) -> Result<()> {
    let opens_at = arguments.opens.unwrap_or_else(|| ctx.now());
    let countries = match arguments.countries.is_empty() {
        true => DEFAULT_COUNTRIES.join(" "),
        false => arguments.countries.join(" "),
    };
    let terms = Terms::parse(&TypedTerms {
        title: arguments.title,
        vendor: arguments.vendor,
        vendor_url: arguments.vendor_url,
        opens_at: Some(opens_at),
        closes_at: Some(arguments.closes.unwrap_or(opens_at + TimeDelta::days(DEFAULT_DAYS))),
        countries,
        keys_per_code: arguments.keys_per_code.to_string(),
    })?;
    let programme = giveaway::create(ctx, &Actor::Operator, terms).await.map_err(refused)?;
    output.print(&object(&programme, Stock::default()), || {
        format!(
            "programme created: {} ({})\nhint: `fromagerie giveaway import-codes FILE` gives it codes",
            programme.terms.title, programme.id
        )
    })
}

fn row(stocked: &Stocked) -> Vec<String> {
    let terms = &stocked.programme.terms;
    vec![
        stocked.programme.id.to_string(),
        terms.title.clone(),
        instant(terms.opens_at),
        instant(terms.closes_at),
        stocked.stock.codes.to_string(),
        stocked.stock.claimed.to_string(),
    ]
}

fn object(programme: &Programme, stock: Stock) -> Value {
    let Programme { id, terms } = programme;
    let countries: Vec<&str> = terms.countries.iter().map(Country::as_str).collect();
    json!({
        "id": id,
        "title": terms.title,
        "vendor": terms.vendor,
        "vendor_url": terms.vendor_url,
        "opens": instant(terms.opens_at),
        "closes": instant(terms.closes_at),
        "countries": countries,
        "keys_per_code": terms.keys_per_code,
        "codes": stock.codes,
        "claimed": stock.claimed,
        "left": stock.codes - stock.claimed,
    })
}
