//! The operators' pages of security keys given away.

use super::{Away, Operator};
use crate::account::form::{here, typed};
use crate::giveaway::window;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use domain::giveaway::{
    Country, DEFAULT_COUNTRIES, DEFAULT_DAYS, DEFAULT_KEYS_PER_CODE, DEFAULT_TITLE, Terms, TermsRefused, TypedTerms,
};
use domain::ids::ProgrammeId;
use domain::{Kind, Refusal as _};
use http::header;
use serde::Deserialize;
use service::giveaway::{self, Stocked};
use store::giveaway::ClaimLine;
use templates::context::FieldProblem;
use templates::context::admin::{
    AdminDone, AdminFrame, AdminSubject, GiveawaysPage, ImportedCodes, ProgrammeForm, ProgrammePage, ProgrammeRow,
};
use web::Problem;

const PATH: &str = "/admin/giveaway/";

/// How an instant stands in a field.
const INSTANT: &str = "%Y-%m-%dT%H:%M";

/// What the form of a programme sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    title: String,
    vendor: String,
    vendor_url: String,
    opens: String,
    closes: String,
    countries: String,
    keys_per_code: String,
}

/// What the form of an import sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TypedCodes {
    codes: String,
}

type Sent<T> = Result<Form<T>, FormRejection>;

/// `GET /admin/giveaway/`.
pub(super) async fn list(operator: Operator) -> Result<Response, Away> {
    let typed = Typed::fresh(operator.ctx().now());
    operator.page(&list_page(&operator, typed, Vec::new()).await?)
}

/// `POST /admin/giveaway/`: makes a programme.
pub(super) async fn create(operator: Operator, sent: Sent<Typed>) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let terms = match sent.terms() {
        Ok(terms) => terms,
        Err(refusal) => {
            let problem = operator.problem(&refusal, Some(field_of(&refusal)));
            return operator.page_refused(refusal.kind(), &list_page(&operator, sent, vec![problem]).await?);
        }
    };
    let (ctx, actor, _) = operator.parties();
    match operator.act(PATH, async move { giveaway::create(&ctx, &actor, terms).await }).await? {
        Ok(programme) => operator.done(&format!("{PATH}{}/", programme.id), AdminDone::ProgrammeCreated),
        Err(refusal) => {
            let problem = operator.problem(&refusal, None);
            operator.page_refused(refusal.kind(), &list_page(&operator, sent, vec![problem]).await?)
        }
    }
}

/// `GET /admin/giveaway/<id>/`.
pub(super) async fn show(operator: Operator, Path(id): Path<String>) -> Result<Response, Away> {
    let stocked = find(&operator, &id).await?;
    let typed = Typed::of(&stocked.programme.terms);
    operator.page(&page(&operator, &stocked, typed, Vec::new(), None))
}

/// `POST /admin/giveaway/<id>/`: writes other terms.
pub(super) async fn edit(operator: Operator, Path(id): Path<String>, sent: Sent<Typed>) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let stocked = find(&operator, &id).await?;
    let (id, path) = (stocked.programme.id, format!("{PATH}{}/", stocked.programme.id));
    let terms = match sent.terms() {
        Ok(terms) => terms,
        Err(refusal) => {
            let problem = operator.problem(&refusal, Some(field_of(&refusal)));
            return operator.page_refused(refusal.kind(), &page(&operator, &stocked, sent, vec![problem], None));
        }
    };
    let (ctx, actor, _) = operator.parties();
    match operator.act(&path, async move { giveaway::edit(&ctx, &actor, id, terms).await }).await? {
        Ok(_) => operator.done(&path, AdminDone::ProgrammeSaved),
        Err(refusal) => {
            let problem = operator.problem(&refusal, None);
            operator.page_refused(refusal.kind(), &page(&operator, &stocked, sent, vec![problem], None))
        }
    }
}

/// `POST /admin/giveaway/<id>/codes/`: imports what was pasted, and tells what it came to.
pub(super) async fn import(
    operator: Operator,
    Path(id): Path<String>,
    sent: Sent<TypedCodes>,
) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let stocked = find(&operator, &id).await?;
    let (id, path) = (stocked.programme.id, format!("{PATH}{}/", stocked.programme.id));
    let terms = Typed::of(&stocked.programme.terms);
    let (ctx, actor, _) = operator.parties();
    let act = async move { giveaway::import_codes(&ctx, &actor, Some(id), sent.codes.as_bytes()).await };
    match operator.act(&path, act).await? {
        Ok(done) => {
            let count = |codes: usize| u64::try_from(codes).unwrap_or(u64::MAX);
            let imported = ImportedCodes {
                imported: count(done.imported),
                repeated: count(done.repeated),
                known: count(done.known),
            };
            let stocked = find(&operator, &id.to_string()).await?;
            operator.page(&page(&operator, &stocked, terms, Vec::new(), Some(imported)))
        }
        Err(refusal) => {
            let problem = operator.problem(&refusal, (refusal.kind() == Kind::Invalid).then_some("codes"));
            operator.page_refused(refusal.kind(), &page(&operator, &stocked, terms, vec![problem], None))
        }
    }
}

/// `GET /admin/giveaway/claims.csv`: date, programme and keys, and nothing about people.
pub(super) async fn claims(operator: Operator) -> Result<Response, Away> {
    let claims = store::giveaway::claims(&mut operator.ctx().db.read().await?).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"security-key-claims.csv\""),
    ];
    Ok((headers, csv(&claims)).into_response())
}

impl Typed {
    /// The terms of the default programme, but for the vendor.
    fn fresh(now: DateTime<Utc>) -> Self {
        Self {
            title: DEFAULT_TITLE.to_owned(),
            opens: shown(now),
            closes: shown(now + TimeDelta::days(DEFAULT_DAYS)),
            countries: DEFAULT_COUNTRIES.join(" "),
            keys_per_code: DEFAULT_KEYS_PER_CODE.to_string(),
            ..Self::default()
        }
    }

    fn of(terms: &Terms) -> Self {
        let countries: Vec<&str> = terms.countries.iter().map(Country::as_str).collect();
        Self {
            title: terms.title.clone(),
            vendor: terms.vendor.clone(),
            vendor_url: terms.vendor_url.clone(),
            opens: shown(terms.opens_at),
            closes: shown(terms.closes_at),
            countries: countries.join(" "),
            keys_per_code: terms.keys_per_code.to_string(),
        }
    }

    fn terms(&self) -> Result<Terms, TermsRefused> {
        let typed = self.clone();
        Terms::parse(&TypedTerms {
            opens_at: instant(&typed.opens),
            closes_at: instant(&typed.closes),
            title: typed.title,
            vendor: typed.vendor,
            vendor_url: typed.vendor_url,
            countries: typed.countries,
            keys_per_code: typed.keys_per_code,
        })
    }

    fn form(self, action_url: String) -> ProgrammeForm {
        let Self { title, vendor, vendor_url, opens, closes, countries, keys_per_code } = self;
        ProgrammeForm { action_url, title, vendor, vendor_url, opens, closes, countries, keys_per_code }
    }
}

async fn find(operator: &Operator, id: &str) -> Result<Stocked, Away> {
    let id = ProgrammeId(id.parse().map_err(|_| Problem::not_found())?);
    let ctx = operator.ctx();
    let all = giveaway::stocked(&mut ctx.db.read().await?, ctx.now()).await?;
    Ok(all.into_iter().find(|stocked| stocked.programme.id == id).ok_or_else(Problem::not_found)?)
}

async fn list_page(operator: &Operator, typed: Typed, problems: Vec<FieldProblem>) -> Result<GiveawaysPage, Away> {
    let ctx = operator.ctx();
    let stocked = giveaway::stocked(&mut ctx.db.read().await?, ctx.now()).await?;
    Ok(GiveawaysPage {
        frame: AdminFrame { problems, ..operator.frame(AdminSubject::SecurityKeys) },
        programmes: stocked.iter().map(|stocked| row(operator, stocked)).collect(),
        form: typed.form(here(&operator.state, PATH)),
        claims_url: here(&operator.state, &format!("{PATH}claims.csv")),
    })
}

fn page(
    operator: &Operator,
    stocked: &Stocked,
    typed: Typed,
    problems: Vec<FieldProblem>,
    imported: Option<ImportedCodes>,
) -> ProgrammePage {
    let row = row(operator, stocked);
    let frame = operator.frame_below(AdminSubject::SecurityKeys, &row.title);
    ProgrammePage {
        frame: AdminFrame { problems, ..frame },
        form: typed.form(row.url.clone()),
        codes_url: format!("{}codes/", row.url),
        row,
        imported,
    }
}

fn row(operator: &Operator, stocked: &Stocked) -> ProgrammeRow {
    let (id, terms, stock) = (stocked.programme.id, &stocked.programme.terms, stocked.stock);
    ProgrammeRow {
        url: here(&operator.state, &format!("{PATH}{id}/")),
        title: terms.title.clone(),
        vendor: terms.vendor.clone(),
        opens: terms.opens_at,
        closes: terms.closes_at,
        window: window(stocked.window),
        keys_per_code: u32::try_from(terms.keys_per_code).unwrap_or(1),
        codes: stock.codes.unsigned_abs(),
        claimed: stock.claimed.unsigned_abs(),
        left: (stock.codes - stock.claimed).unsigned_abs(),
    }
}

const fn field_of(refusal: &TermsRefused) -> &'static str {
    match refusal {
        TermsRefused::Title { .. } => "title",
        TermsRefused::Vendor { .. } => "vendor",
        TermsRefused::VendorUrl { .. } => "vendor_url",
        TermsRefused::Times => "opens",
        TermsRefused::Window => "closes",
        TermsRefused::Country { .. } | TermsRefused::NoCountry => "countries",
        TermsRefused::Keys { .. } => "keys_per_code",
    }
}

fn shown(at: DateTime<Utc>) -> String {
    at.format(INSTANT).to_string()
}

/// Reads an instant in UTC, to the minute or the second, with or without its `Z`.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim().trim_end_matches('Z');
    let forms = [INSTANT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    forms.into_iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|at| at.and_utc())
}

fn csv(claims: &[ClaimLine]) -> String {
    let mut text = String::from("date,programme,keys\n");
    for ClaimLine { claimed_at, title, keys_per_code } in claims {
        let line = format!("{},{},{keys_per_code}\n", claimed_at.format("%Y-%m-%d"), quoted(title));
        text.push_str(&line);
    }
    text
}

/// A field that no spreadsheet takes for a formula.
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_every_spelling() {
        let expected: DateTime<Utc> = "2026-09-01T08:30:00Z".parse().unwrap();
        for text in ["2026-09-01T08:30", " 2026-09-01T08:30Z ", "2026-09-01T08:30:00", "2026-09-01 08:30"] {
            assert_eq!(instant(text), Some(expected), "{text}");
        }
        assert_eq!(instant("soon"), None);
    }

    #[test]
    fn a_title_is_one_field_and_no_formula() {
        let line = |title: &str| ClaimLine {
            claimed_at: "2026-09-01T08:30:00Z".parse().unwrap(),
            title: title.to_owned(),
            keys_per_code: 2,
        };
        let claims = [line("Keys, \"free\""), line("=1+1")];
        assert_eq!(csv(&claims), "date,programme,keys\n2026-09-01,\"Keys, \"\"free\"\"\",2\n2026-09-01,\"'=1+1\",2\n");
    }
}
