//! An index with one of each kind of caller, and a way to ask it as each of them.

use api::{ApiState, Front};
use axum::{body::Body, extract::ConnectInfo};
use domain::{
    accounts::AccountState,
    ids::AccountId,
    keys::Purpose,
    permission::Actor,
    projects::Role,
    sessions::{STEP_UP_LIFETIME, SessionSecret, SignInMethod},
    two_factor::FactorKind,
    visitor::Visitor,
};
use http_body_util::BodyExt as _;
use service::{
    accounts::NewAccount,
    sessions::{Browser, authenticate_session, open_after},
    two_factor::webauthn::{begin_registration, finish_registration},
};
use site::SiteState;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use store::transaction;
use templates::Templates;
use testkit::{authenticator::SoftAuthenticator, distribution::Distribution};
use testkit_index::{TestIndex, form_of, normalized};
use tower::ServiceExt as _;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    Anonymous,
    /// Signed in, without any verified address.
    Unverified,
    /// Signed in by password alone.
    WithoutFactor,
    /// The same, and an owner: whom the mandate is about.
    OwnerWithoutFactor,
    WithTotp,
    WithWebAuthn,
    Owner,
    /// An owner who has not confirmed lately who it is.
    OwnerNotSteppedUp,
    Maintainer,
    /// An owner of another project.
    Stranger,
    Operator,
    /// A superuser who has not confirmed lately who it is.
    OperatorNotSteppedUp,
    ExpiredSession,
    FrozenSession,
    OwnerToken,
    MaintainerToken,
    StrangerToken,
    ProjectToken,
    OtherProjectToken,
    TokenWithoutFactor,
    ExpiredToken,
    RevokedToken,
    FrozenToken,
}

impl Caller {
    pub(super) const ALL: [Self; 23] = [
        Self::Anonymous,
        Self::Unverified,
        Self::WithoutFactor,
        Self::OwnerWithoutFactor,
        Self::WithTotp,
        Self::WithWebAuthn,
        Self::Owner,
        Self::OwnerNotSteppedUp,
        Self::Maintainer,
        Self::Stranger,
        Self::Operator,
        Self::OperatorNotSteppedUp,
        Self::ExpiredSession,
        Self::FrozenSession,
        Self::OwnerToken,
        Self::MaintainerToken,
        Self::StrangerToken,
        Self::ProjectToken,
        Self::OtherProjectToken,
        Self::TokenWithoutFactor,
        Self::ExpiredToken,
        Self::RevokedToken,
        Self::FrozenToken,
    ];

    /// Whether a session of theirs holds.
    pub(super) const fn is_signed_in(self) -> bool {
        matches!(
            self,
            Self::Unverified
                | Self::WithoutFactor
                | Self::OwnerWithoutFactor
                | Self::WithTotp
                | Self::WithWebAuthn
                | Self::Owner
                | Self::OwnerNotSteppedUp
                | Self::Maintainer
                | Self::Stranger
                | Self::Operator
                | Self::OperatorNotSteppedUp
        )
    }

    /// Whether they confirmed lately who they are, if they are signed in.
    pub(super) const fn has_stepped_up(self) -> bool {
        !matches!(self, Self::OwnerNotSteppedUp | Self::OperatorNotSteppedUp)
    }

    /// Whether the account behind the session has an active second factor.
    pub(super) const fn has_factor(self) -> bool {
        self.is_signed_in() && !matches!(self, Self::WithoutFactor | Self::OwnerWithoutFactor)
    }

    /// Whether an upload to the project by them is permitted: only by a token that holds.
    pub(super) const fn may_upload(self) -> bool {
        matches!(self, Self::OwnerToken | Self::MaintainerToken | Self::ProjectToken)
    }

    /// The user name behind the caller, and how the session was begun.
    const fn session(self) -> Option<(&'static str, SignInMethod)> {
        match self {
            Self::Unverified => Some(("unverified", SignInMethod::Totp)),
            Self::WithoutFactor => Some(("plain", SignInMethod::Password)),
            Self::OwnerWithoutFactor => Some(("careless", SignInMethod::Password)),
            Self::WithTotp => Some(("totp", SignInMethod::Totp)),
            Self::WithWebAuthn => Some(("webauthn", SignInMethod::SecurityKey)),
            Self::Owner => Some(("owner", SignInMethod::Totp)),
            Self::OwnerNotSteppedUp => Some(("owner", SignInMethod::Totp)),
            Self::Maintainer => Some(("maintainer", SignInMethod::Totp)),
            Self::Stranger => Some(("stranger", SignInMethod::Totp)),
            Self::Operator | Self::OperatorNotSteppedUp => Some(("operator", SignInMethod::Totp)),
            Self::FrozenSession => Some(("frozen", SignInMethod::Totp)),
            _ => None,
        }
    }
}

/// The index, its whole router, and the credentials that outlive one request.
pub(super) struct World {
    pub(super) index: TestIndex,
    router: Front,
    tokens: Vec<(Caller, String)>,
    expired_session: SessionSecret,
    /// The path of the file that exists.
    pub(super) file: String,
    requests: AtomicU32,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: String,
    pub(super) body: String,
}

impl World {
    pub(super) async fn new() -> Self {
        let index = TestIndex::new().await;
        for username in ["owner", "maintainer", "stranger", "totp", "webauthn", "unverified", "frozen", "late"] {
            person(&index, username, true).await;
        }
        for username in ["plain", "careless"] {
            person(&index, username, false).await;
        }
        person(&index, "operator", true).await;
        let expired_session = open(&index, "late", SignInMethod::Totp).await;
        let expired_token = index.token("owner", &[], Some(chrono::TimeDelta::days(1))).await;
        index.advance(chrono::TimeDelta::days(20));

        let file = Distribution::new("brie", "1").wheel();
        let owner_token = index.token("owner", &[], None).await;
        index.publish(&owner_token, &file).await.expect("the file is published");
        let stranger = account(&index, "stranger").await;
        index.project("bread", stranger).await;
        for (username, role) in [("maintainer", Role::Maintainer), ("careless", Role::Owner), ("frozen", Role::Owner)] {
            join(&index, username, role).await;
        }
        enrol_key(&index, "webauthn").await;
        unverify(&index, "unverified").await;
        let tokens = tokens(&index, owner_token, expired_token).await;
        freeze(&index, "frozen").await;
        let router = router(&index).await;
        let digests = packaging::digest::Digests::of(&file.bytes);
        let path = domain::files::object_path(digests.blake2b.as_str(), &file.filename);
        let file = index.ctx.settings.urls.file(&path).replace("http://localhost:8080", "");
        Self { index, router, tokens, expired_session, file, requests: AtomicU32::new(0) }
    }

    /// Asks as somebody; every request comes from an address of its own, so that none is limited.
    pub(super) async fn ask(&self, caller: Caller, method: &str, path: &str, upload: bool) -> Answer {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut request = axum::http::Request::builder().method(method).uri(path).header("host", "localhost:8080");
        if let Some((_, token)) = self.tokens.iter().find(|(holder, _)| *holder == caller) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let (cookies, csrf) = self.browser(caller).await;
        if !caller.has_stepped_up() {
            self.index.advance(STEP_UP_LIFETIME);
        }
        request = request.header("cookie", cookies).header("x-csrf-token", csrf);
        let body = match (method, upload) {
            ("POST", true) => {
                request = request.header("content-type", "multipart/form-data; boundary=cheese");
                upload_form(number)
            }
            ("POST", false) => {
                request = request.header("content-type", "application/x-www-form-urlencoded");
                form(caller, number).into_bytes()
            }
            _ => Vec::new(),
        };
        let mut request = request.body(Body::from(body)).expect("it is a request");
        let peer = SocketAddr::from((Ipv4Addr::from_bits(0x0b00_0000 + number), 1));
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let location = parts.headers.get("location").map(|value| value.to_str().expect("it is text").to_owned());
        let body = body.collect().await.expect("the body is whole").to_bytes();
        Answer {
            status: parts.status.as_u16(),
            location: location.unwrap_or_default(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The cookies of a caller's browser, and the token that its forms carry.
    async fn browser(&self, caller: Caller) -> (String, String) {
        let secret = match (caller, caller.session()) {
            (Caller::ExpiredSession, _) => Some(self.expired_session.clone()),
            (_, Some((username, method))) => Some(open(&self.index, username, method).await),
            (_, None) => None,
        };
        let form = SessionSecret::new([9; 32]);
        let mut cookies = format!("form={}", form.to_text());
        let mut binding = format!("form {}", form.hash().as_str());
        if let Some(secret) = secret {
            cookies += &format!("; session={}", secret.to_text());
            let visitor = visitor();
            let held = authenticate_session(&self.index.ctx, &secret.to_text(), &visitor).await;
            if let Some(held) = held.expect("the database answers") {
                binding = format!("session {}", held.session_id);
            }
        }
        let message = [b"csrf\0", binding.as_bytes()].concat();
        (cookies, self.index.ctx.keys.load().sign(Purpose::Cookies, &message))
    }
}

/// The router of the program, as `serve` puts it together.
async fn router(index: &TestIndex) -> Front {
    let templates = Arc::new(Templates::new().expect("the pages are good"));
    let state = ApiState::new(Arc::clone(&index.ctx), Arc::clone(&templates)).await.expect("the names can be read");
    let pages = site::router(&SiteState::new(Arc::clone(&index.ctx), templates));
    let doors = pages.merge(api::router(Arc::clone(&state)));
    let doors = web::shell(doors, Arc::clone(&index.ctx)).expect("the settings are good");
    Front::new(state, doors)
}

fn visitor() -> Visitor {
    Visitor::new("192.0.2.7".parse().expect("it is an address"), "matrix/1")
}

/// An account with a password and a verified address.
async fn person(index: &TestIndex, username: &str, totp: bool) {
    let account = NewAccount {
        totp,
        superuser: username == "operator",
        password: Some("camembert, roquefort and brie".to_owned()),
        ..testkit_index::new_account(username)
    };
    service::accounts::create(&index.ctx, &Actor::Operator, account).await.expect("the account is new");
}

async fn account(index: &TestIndex, username: &str) -> AccountId {
    let mut read = index.ctx.db.read().await.expect("a snapshot opens");
    let found = store::accounts::by_username(&mut read, &username.parse().expect("it is a name")).await;
    found.expect("the database answers").expect("the account exists").id
}

async fn open(index: &TestIndex, username: &str, method: SignInMethod) -> SessionSecret {
    let account = account(index, username).await;
    let opened = open_after(&index.ctx, &Browser::new(visitor()), account, method).await;
    opened.expect("a session opens").session
}

async fn join(index: &TestIndex, username: &str, role: Role) {
    let (account, name, id, at) = (account(index, username).await, normalized("brie"), index.ctx.id(), index.now());
    let joined: anyhow::Result<()> = transaction!(index.ctx.db, |write| {
        let project = store::projects::by_name(write, &name).await?.expect("the project exists");
        store::projects::insert_role(write, id, project.id, account, role, at).await
    });
    joined.expect("the role is new");
}

async fn enrol_key(index: &TestIndex, username: &str) {
    let secret = open(index, username, SignInMethod::Totp).await;
    let session = authenticate_session(&index.ctx, &secret.to_text(), &visitor()).await.expect("the database answers");
    let (actor, kind) = (session.expect("the session holds").actor(), FactorKind::SecurityKey);
    let mut key = SoftAuthenticator::new("http://localhost:8080", 1);
    let begun = begin_registration(&index.ctx, &actor, kind).await.expect("a ceremony begins");
    let answer = key.register(&begun.options);
    finish_registration(&index.ctx, &actor, &visitor(), kind, &begun.ceremony, "blue", &answer)
        .await
        .expect("the key is enrolled");
}

async fn unverify(index: &TestIndex, username: &str) {
    let account = account(index, username).await;
    let done: anyhow::Result<()> = transaction!(index.ctx.db, |write| {
        for row in store::addresses::of(write, account).await? {
            store::addresses::unverify(write, row.id, "a test").await?;
        }
        Ok(())
    });
    done.expect("the addresses lose their proof");
}

async fn freeze(index: &TestIndex, username: &str) {
    let account = account(index, username).await;
    let done: anyhow::Result<()> =
        transaction!(index.ctx.db, |write| { store::accounts::set_state(write, account, AccountState::Frozen).await });
    done.expect("the account is frozen");
}

async fn tokens(index: &TestIndex, owner: String, expired: String) -> Vec<(Caller, String)> {
    let revoked = index.wide_token("owner").await;
    service::tokens::revoke(&index.ctx, &Actor::Operator, None, revoked.id, "a test").await.expect("it is revoked");
    vec![
        (Caller::OwnerToken, owner),
        (Caller::ExpiredToken, expired),
        (Caller::RevokedToken, revoked.token),
        (Caller::MaintainerToken, index.token("maintainer", &[], None).await),
        (Caller::StrangerToken, index.token("stranger", &[], None).await),
        (Caller::ProjectToken, index.token("owner", &["brie"], None).await),
        (Caller::OtherProjectToken, index.token("owner", &["bread"], None).await),
        (Caller::TokenWithoutFactor, index.token("careless", &[], None).await),
        (Caller::FrozenToken, index.token("frozen", &[], None).await),
    ]
}

/// The fields of every form at once, each good enough to reach the act behind the page.
///
/// Names are of their own for each request: what is limited by name is limited for nobody else.
fn form(caller: Caller, number: u32) -> String {
    // Only who is to be asked for a step-up may name the account that would be deleted.
    let username = match caller {
        Caller::OwnerNotSteppedUp => "owner".to_owned(),
        Caller::OperatorNotSteppedUp => "operator".to_owned(),
        _ => format!("nobody-{number}"),
    };
    format!("username={username}&email=nobody-{number}@people.example&name=matrix-{number}&scope=account&days=90")
}

/// A file of a version that nobody has uploaded yet.
fn upload_form(number: u32) -> Vec<u8> {
    let file = Distribution::new("brie", &format!("2.{number}")).wheel();
    let mut body = Vec::new();
    for (field, text) in form_of(&file) {
        let part = format!("--cheese\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{text}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--cheese\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        file.filename
    );
    [body, head.into_bytes(), file.bytes, b"\r\n--cheese--\r\n".to_vec()].concat()
}
