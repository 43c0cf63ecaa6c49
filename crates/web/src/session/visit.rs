//! A visit: who asks with this request, and the cookies of the answer.

use super::{cookies::Cookie, csrf, mandate};
use axum::extract::FromRequestParts;
use axum::response::Response;
use domain::mandate::Gate;
use domain::permission::Outlook;
use domain::sessions::{DeviceSecrets, SessionSecret};
use domain::visitor::Visitor;
use http::{HeaderMap, header, request::Parts};
use service::Ctx;
use service::mandate::outlook;
use service::sessions::{Browser, Opened, SignedInAs, authenticate_session};
use std::fmt;
use std::sync::{Arc, OnceLock};
use templates::context::{MandateNotice, ReaderContext};
use uuid::Uuid;

use crate::{ClientAddress, Problem};

/// Who asks with this request, and what the browser showed.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    ctx: Arc<Ctx>,
    is_https: bool,
    visitor: Visitor,
    signed_in: Option<SignedInAs>,
    /// What the mandates close, or will close, to whoever is signed in.
    outlook: Vec<Outlook>,
    /// Whether the browser showed a session that no longer holds.
    has_stale_session: bool,
    session: Option<SessionSecret>,
    sign_in: Option<String>,
    devices: DeviceSecrets,
    form: Option<SessionSecret>,
    /// Made when the first form of the answer asks for a token.
    new_form: OnceLock<SessionSecret>,
}

impl Visit {
    /// Reads the cookies of a request, and whose session it is.
    pub(super) async fn read(ctx: Arc<Ctx>, headers: &HeaderMap, client: ClientAddress) -> anyhow::Result<Self> {
        let is_https = ctx.settings.urls.is_https();
        let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let visitor = Visitor::new(client.address, user_agent);
        let shown = Cookie::Session.read(headers, is_https);
        let signed_in = match &shown {
            Some(secret) => authenticate_session(&ctx, secret, &visitor).await?,
            None => None,
        };
        let outlook = match &signed_in {
            Some(signed_in) => outlook(&ctx, &signed_in.actor()).await?,
            None => Vec::new(),
        };
        let form = Cookie::Form.read(headers, is_https);
        let devices = Cookie::Devices.read(headers, is_https).unwrap_or_default();
        Ok(Self(Arc::new(Inner {
            is_https,
            visitor,
            has_stale_session: shown.is_some() && signed_in.is_none(),
            signed_in,
            outlook,
            session: shown.as_deref().and_then(SessionSecret::parse),
            sign_in: Cookie::SignIn.read(headers, is_https),
            devices: DeviceSecrets::parse(&devices),
            form: form.as_deref().and_then(SessionSecret::parse),
            new_form: OnceLock::new(),
            ctx,
        })))
    }

    pub fn visitor(&self) -> &Visitor {
        &self.0.visitor
    }

    pub fn signed_in(&self) -> Option<&SignedInAs> {
        self.0.signed_in.as_ref()
    }

    /// What the acts of signing in take.
    pub fn browser(&self) -> Browser {
        let Inner { visitor, devices, session, .. } = &*self.0;
        Browser { visitor: visitor.clone(), devices: devices.clone(), session: session.clone() }
    }

    /// The cookie of a sign-in that waits.
    pub fn sign_in(&self) -> Option<&str> {
        self.0.sign_in.as_deref()
    }

    /// What every form of the page carries in the hidden field [`csrf::FIELD`].
    pub fn csrf_token(&self) -> String {
        let keys = self.0.ctx.keys.load();
        if let Some(binding) = self.binding() {
            return csrf::token(&keys, &binding);
        }
        let made = self.0.new_form.get_or_init(|| SessionSecret::new(self.0.ctx.random_bytes()));
        csrf::token(&keys, &form_binding(made))
    }

    /// Whether a token is that of this visit.
    pub(super) fn csrf_holds(&self, token: &str) -> bool {
        self.binding().is_some_and(|binding| csrf::holds(&self.0.ctx.keys.load(), &binding, token))
    }

    /// After a sign-in: the cookies of the session and of the known devices.
    pub fn opened(&self, response: &mut Response, opened: &Opened) {
        let (headers, is_https) = (response.headers_mut(), self.0.is_https);
        Cookie::Session.set(headers, &opened.session.to_text(), is_https);
        if !opened.devices.hashes().is_empty() {
            Cookie::Devices.set(headers, &opened.devices.to_text(), is_https);
        }
        Cookie::SignIn.clear(headers, is_https);
        Cookie::Form.clear(headers, is_https);
    }

    /// After a step of a sign-in: the cookie by which it goes on.
    pub fn waits(&self, response: &mut Response, secret: &SessionSecret) {
        Cookie::SignIn.set(response.headers_mut(), &secret.to_text(), self.0.is_https);
    }

    /// After a step-up: the new secret of the session.
    pub fn stepped_up(&self, response: &mut Response, secret: &SessionSecret) {
        Cookie::Session.set(response.headers_mut(), &secret.to_text(), self.0.is_https);
    }

    /// After signing out: the browser keeps only that it is a known device.
    pub fn signed_out(&self, response: &mut Response) {
        for cookie in [Cookie::Session, Cookie::SignIn, Cookie::Form] {
            cookie.clear(response.headers_mut(), self.0.is_https);
        }
    }

    /// Who is signed in, as the header of a page shows it.
    pub fn reader(&self) -> Option<ReaderContext> {
        let signed_in = self.signed_in()?;
        Some(ReaderContext {
            username: signed_in.username.clone(),
            csrf_token: self.csrf_token(),
            is_operator: signed_in.superuser,
            mandate: self.mandate_notice(),
        })
    }

    /// What the mandates close, or will close, to whoever is signed in: a line for each gate.
    pub fn outlook(&self) -> &[Outlook] {
        &self.0.outlook
    }

    /// The one thing to say on every page: what is closed, or else what closes first.
    fn mandate_notice(&self) -> Option<MandateNotice> {
        let lines = || self.0.outlook.iter();
        let denied = lines().find(|line| line.denied.is_some());
        let speaks = denied.or_else(|| lines().min_by_key(|line| line.why.deadline))?;
        let is_alike = |line: &&Outlook| line.denied.is_some() == speaks.denied.is_some();
        let gates: Vec<Gate> = lines().filter(is_alike).map(|line| line.why.gate).collect();
        Some(mandate::notice(self.ctx(), speaks, &gates, None))
    }

    /// The operator who has just signed in, for the header of the answer: its form belongs to the new session.
    pub fn reader_in(&self, opened: &Opened, username: &str) -> ReaderContext {
        let csrf_token = csrf::token(&self.0.ctx.keys.load(), &session_binding(opened.session_id));
        ReaderContext { username: username.to_owned(), csrf_token, is_operator: true, mandate: None }
    }

    /// What a layer adds to every answer of the visit.
    pub(super) fn finish(&self, response: &mut Response) {
        let headers = response.headers_mut();
        let sets_session = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .any(|line| line.as_bytes().starts_with(b"session=") || line.as_bytes().starts_with(b"__Host-session="));
        if self.0.has_stale_session && !sets_session {
            Cookie::Session.clear(headers, self.0.is_https);
        }
        if let Some(form) = self.0.new_form.get().filter(|_| !sets_session) {
            Cookie::Form.set(headers, &form.to_text(), self.0.is_https);
        }
        if self.0.signed_in.is_some() {
            crate::CachePolicy::PrivateNoStore.apply(headers, 0);
        }
        // For the page that an error becomes outside of the layer.
        response.extensions_mut().insert(self.clone());
    }

    pub(super) fn ctx(&self) -> &Ctx {
        &self.0.ctx
    }

    /// The id of the session, which stays when a step-up changes its secret.
    fn binding(&self) -> Option<String> {
        match (&self.0.signed_in, &self.0.form) {
            (Some(signed_in), _) => Some(session_binding(signed_in.session_id)),
            (None, Some(form)) => Some(form_binding(form)),
            (None, None) => None,
        }
    }
}

fn session_binding(session: Uuid) -> String {
    format!("session {session}")
}

fn form_binding(form: &SessionSecret) -> String {
    format!("form {}", form.hash().as_str())
}

impl fmt::Debug for Visit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Visit").field("signed_in", &self.0.signed_in.is_some()).finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    /// A fault where the layer is missing: a page must not take that for a stranger.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| Problem::Broken(anyhow::anyhow!("the layer of sessions is missing before a page")))
    }
}
