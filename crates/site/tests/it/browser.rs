//! A browser: it keeps cookies and sends the hidden fields of the page it shows.

use crate::harness::{Answer, Site, ask};
use domain::ids::AccountId;
use domain::sessions::SignInMethod;
use domain::visitor::Visitor;
use http::{HeaderName, Method, header};
use std::collections::BTreeMap;

/// Where the pages of a test stand.
pub(crate) const ORIGIN: &str = "http://localhost:8080";

/// Somebody in front of the pages.
pub(crate) struct Browser<'a> {
    site: &'a Site,
    pub(crate) cookies: BTreeMap<String, String>,
    /// The forgery token of the last page that had one.
    token: String,
    language: &'static str,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(site: &'a Site) -> Self {
        Self { site, cookies: BTreeMap::new(), token: String::new(), language: "en" }
    }

    pub(crate) fn french(site: &'a Site) -> Self {
        Self { language: "fr", ..Self::new(site) }
    }

    /// A browser with a session that was opened past the pages.
    pub(crate) async fn of_session(site: &'a Site, account: AccountId, method: SignInMethod) -> Self {
        let visitor = Visitor::new("192.0.2.7".parse().unwrap(), "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        let asks = service::sessions::Browser::new(visitor);
        let opened = service::sessions::open_after(&site.ctx, &asks, account, method).await.expect("it is opened");
        let mut browser = Self::new(site);
        browser.cookies.insert("session".to_owned(), opened.session.to_text());
        browser
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], "").await
    }

    /// Sends a form of the page that was read last.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, ORIGIN).await
    }

    /// Sends a form as a page of `origin` would, which has guessed the token.
    pub(crate) async fn post_from(&mut self, path: &str, fields: &[(&str, &str)], origin: &str) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf_token", &self.token).extend_pairs(fields);
        let body = form.finish();
        let headers = [(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), (header::ORIGIN, origin)];
        self.ask(Method::POST, path, &headers, &body).await
    }

    /// Sends a form without the token.
    pub(crate) async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), (header::ORIGIN, ORIGIN)];
        self.ask(Method::POST, path, &headers, &body).await
    }

    /// What the script of a page fetches.
    pub(crate) async fn fetch(&mut self, path: &str) -> serde_json::Value {
        let (status, answer) = self.fetched(path).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    /// The same, whatever the answer is.
    pub(crate) async fn fetched(&mut self, path: &str) -> (u16, serde_json::Value) {
        let token = self.token.clone();
        let headers = [
            (HeaderName::from_static("x-csrf-token"), token.as_str()),
            (header::ORIGIN, ORIGIN),
            (header::ACCEPT, "application/json"),
        ];
        let answer = self.ask(Method::POST, path, &headers, "").await;
        let json = serde_json::from_str(&answer.body).expect("it is JSON");
        (answer.status.as_u16(), json)
    }

    /// Sends the form of the first operator, with the code of the authenticator that the page shows.
    pub(crate) async fn set_up(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let (_, rest) = page.body.split_once("<code class=\"token\">").expect("the page shows a secret");
        let secret =
            totp_rs::Secret::try_from_base32(rest.split('<').next().unwrap_or_default()).expect("it is base32");
        let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("a").build().expect("it is good");
        let code = totp.generate(self.site.ctx.now().timestamp().unsigned_abs()).to_string();
        self.post(path, &[fields, &[("code", &code)]].concat()).await
    }

    /// Reads a page and sends its form.
    pub(crate) async fn fill_in(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        self.post(path, fields).await
    }

    /// Whether the browser's session opens what is only for who is signed in.
    pub(crate) async fn is_signed_in(&mut self) -> bool {
        let answer = self.get("/account/sign-in/").await;
        answer.status == 303 && answer.location() == "http://localhost:8080/account/"
    }

    async fn ask(&mut self, method: Method, path: &str, headers: &[(HeaderName, &str)], body: &str) -> Answer {
        let path = path.strip_prefix(ORIGIN).unwrap_or(path);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut headers = headers.to_vec();
        headers.push((header::ACCEPT_LANGUAGE, self.language));
        headers.push((header::COOKIE, &cookies));
        let answer = ask(&self.site.router, method, path, &headers, body).await;
        for line in answer.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().expect("a cookie is text"));
        }
        if let Some((_, after)) = answer.body.split_once("name=\"csrf_token\" value=\"") {
            after.split('"').next().unwrap_or_default().clone_into(&mut self.token);
        }
        answer
    }

    fn keep(&mut self, line: &str) {
        let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie has a name");
        match line.contains("Max-Age=0") {
            true => self.cookies.remove(name),
            false => self.cookies.insert(name.to_owned(), value.to_owned()),
        };
    }
}

/// The text of the newest mail of a kind, with the path of its link.
pub(crate) struct Received {
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) path: String,
}

impl Received {
    /// The code of eight digits.
    pub(crate) fn code(&self) -> String {
        let is_group = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let pair = words.windows(2).find(|pair| pair.iter().all(is_group)).expect("the mail has a code");
        pair.join(" ")
    }
}

/// The newest mail of a kind in the outbox.
pub(crate) async fn mail(site: &Site, kind: &str) -> Option<Received> {
    let mut read = site.ctx.db.read().await.expect("the database can be read");
    let lines = store::mail::newest(&mut read, 100).await.expect("the outbox can be read");
    let line = lines.into_iter().find(|line| line.kind == kind)?;
    let (_, text, _) = store::mail::bodies(&mut read, line.id).await.expect("it can be read").expect("it is there");
    let path = text.split_whitespace().find(|word| word.starts_with(&format!("{ORIGIN}/account/")));
    let path = path.unwrap_or_default().trim_start_matches(ORIGIN).to_owned();
    Some(Received { to: line.address, text, path })
}
