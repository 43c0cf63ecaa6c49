//! The page of security keys given away: for everybody, and the claim.

use crate::account::form::{here, see_other, typed};
use crate::account::manage::desk::{Away, Desk};
use crate::routes::{Verb, on};
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use axum::routing::MethodRouter;
use domain::giveaway::{ClaimFacts, Country, Window};
use domain::ids::{AccountId, ProgrammeId};
use domain::{Refusal as _, giveaway::ClaimRefused};
use serde::Deserialize;
use service::giveaway::{self, ClaimCodeRefused, Offer};
use std::sync::Arc;
use templates::Language;
use templates::context::{FieldProblem, GiveawayPage, Layout, OfferBox, OfferConditions, OfferWindow};
use web::session::SIGN_IN_PATH;
use web::{Problem, Reader, Visit, error};

const PATH: &str = "/security-key-giveaway/";

/// The function behind a row of the giveaway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giveaway {
    Page,
    Claim,
}

impl Giveaway {
    pub(crate) fn on(self, verb: Verb) -> MethodRouter<Arc<SiteState>> {
        match self {
            Self::Page => on(verb, show),
            Self::Claim => on(verb, claim),
        }
    }
}

/// What the form sends.
#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    programme: String,
    #[serde(default)]
    country: String,
}

/// `GET /security-key-giveaway/`.
async fn show(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    Reader(language): Reader,
) -> Result<Response, Problem> {
    let reader = visit.signed_in().map(|who| who.bearer.account);
    let page = page(&state, &visit, language, reader, Vec::new()).await?;
    answer::page(state.frame.templates().giveaway(&page))
}

/// `POST /security-key-giveaway/`: afterwards the page itself shows the code.
async fn claim(desk: Desk, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let id = ProgrammeId(sent.programme.parse().map_err(|_| Problem::not_found())?);
    let (ctx, actor, visitor) = desk.parties();
    let act = async move { giveaway::claim(&ctx, &actor, &visitor, id, &sent.country).await };
    match desk.act(PATH, act).await? {
        Ok(_) => Ok(see_other(&desk.state, PATH)?),
        Err(refusal) => {
            let field = format!("country-{id}");
            let is_country = matches!(refusal, ClaimCodeRefused::Claim(ClaimRefused::Country { .. }));
            let problems = vec![desk.problem(&refusal, is_country.then_some(field.as_str()))];
            let page = page(&desk.state, &desk.visit, desk.language, Some(desk.account()), problems).await?;
            let rendered = desk.state.frame.templates().giveaway(&page);
            Ok(answer::with_status(error::status(refusal.kind()), rendered)?)
        }
    }
}

async fn page(
    state: &SiteState,
    visit: &Visit,
    language: Language,
    reader: Option<AccountId>,
    problems: Vec<FieldProblem>,
) -> Result<GiveawayPage, Problem> {
    let offers = giveaway::offers(&state.ctx, reader).await?;
    let next: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", PATH).finish();
    Ok(GiveawayPage {
        layout: Layout { reader: visit.reader(), ..state.frame.layout(language, PATH, true) },
        action_url: here(state, PATH),
        // A stranger has no form here, and so needs no cookie.
        csrf_token: reader.map(|_| visit.csrf_token()).unwrap_or_default(),
        problems,
        sign_in_url: here(state, &format!("{SIGN_IN_PATH}?{next}")),
        two_factor_url: here(state, "/account/two-factor/"),
        offers: offers.into_iter().map(offer_box).collect(),
    })
}

fn offer_box(offer: Offer) -> OfferBox {
    let terms = offer.programme.terms;
    let conditions = |facts: ClaimFacts| OfferConditions {
        has_critical_role: facts.has_critical_role,
        has_no_key: !facts.has_key,
        has_not_claimed: !facts.has_claimed,
        is_eligible: facts.is_eligible(),
    };
    OfferBox {
        id: offer.programme.id.to_string(),
        title: terms.title,
        vendor: terms.vendor,
        vendor_url: terms.vendor_url,
        opens: terms.opens_at,
        closes: terms.closes_at,
        window: window(offer.window),
        keys_per_code: u32::try_from(terms.keys_per_code).unwrap_or(1),
        countries: terms.countries.iter().map(Country::to_string).collect(),
        is_code_left: offer.is_code_left,
        conditions: offer.facts.map(conditions),
        code: offer.code,
    }
}

/// The window as pages name it.
pub(crate) const fn window(window: Window) -> OfferWindow {
    match window {
        Window::Before => OfferWindow::Before,
        Window::Open => OfferWindow::Open,
        Window::After => OfferWindow::After,
    }
}
