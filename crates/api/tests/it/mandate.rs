//! The mandate at the upload endpoint: a notice, a refusal that names the rule, one mail.

use crate::harness::Site;
use crate::upload::{Upload, brie_version};
use chrono::TimeDelta;
use domain::ids::AccountId;
use domain::mandate::plan::{PlannedGate, When};
use domain::mandate::{Cohort, Gate, Strength};
use domain::permission::Actor;
use domain::projects::Role;
use http::header;
use service::mandate::{NewPlan, end, schedule, show};
use store::transaction;
use testkit_macros::both;

/// Ends what a fresh index requires, and gives bob a role on ada's project `brie`, but no factor.
async fn bob(site: &Site) -> (AccountId, String) {
    for line in show(&site.index.ctx, &Actor::Operator).await.unwrap() {
        end(&site.index.ctx, &Actor::Operator, line.record.mandate.id, "for the test").await.unwrap();
    }
    let brie = site.index.project("brie", site.ada.account).await;
    let bob = site.index.somebody_without_factor("bob").await;
    let role_id = site.index.ctx.id();
    let added: anyhow::Result<()> = transaction!(site.index.ctx.db, |write| {
        let at = site.index.ctx.now();
        store::projects::insert_role(write, role_id, brie, bob.account, Role::Maintainer, at).await?;
        store::critical::designate(write, brie, "for the test", None, at).await?;
        Ok(())
    });
    added.unwrap();
    (bob.account, bob.token)
}

async fn plan(site: &Site, cohort: Cohort, strength: Strength, projects: &[&str]) {
    let at = |days| When::At(site.index.ctx.now() + TimeDelta::days(days));
    let plan = NewPlan {
        cohort,
        strength,
        gates: vec![PlannedGate { gate: Gate::Publish, announce: at(1), enforce: at(10) }],
        reminders: None,
        users: Vec::new(),
        projects: projects.iter().map(|name| (*name).to_owned()).collect(),
        reason: "a test".into(),
        replaces_default: false,
    };
    schedule(&site.index.ctx, &Actor::Operator, &plan).await.unwrap();
}

/// Gives an account an authenticator, as if it had enrolled one.
async fn enrol(site: &Site, account: AccountId) {
    let id = site.index.ctx.id();
    let done: anyhow::Result<()> = transaction!(site.index.ctx.db, |write| {
        let factor = store::two_factor::NewTotp {
            id,
            account,
            name: "phone",
            key_id: site.index.ctx.keys.load().current_id(),
            sealed: b"sealed",
            last_step: 0,
            active_at: Some(site.index.ctx.now()),
            created_at: site.index.ctx.now(),
        };
        store::two_factor::insert_totp(write, &factor).await
    });
    done.unwrap();
}

async fn mails(site: &Site, kind: &str) -> usize {
    let mut read = site.index.ctx.db.read().await.unwrap();
    let lines = store::mail::newest(&mut read, 100).await.unwrap();
    lines.iter().filter(|line| line.kind == kind).count()
}

/// Walks bob through it: silence, the notice, the block, the factor, success.
async fn walk(site: &Site, bob: AccountId, token: &str, cohort: &str) {
    let (quiet, _) = Upload::by(token, &brie_version("1")).send(site).await;
    assert_eq!((quiet.status.as_u16(), quiet.text()), (200, ""));

    site.index.advance(TimeDelta::days(1));
    let (noticed, _) = Upload::by(token, &brie_version("2")).send(site).await;
    assert_eq!(noticed.status, 200);
    assert_eq!(noticed.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    let text = noticed.text();
    assert!(text.starts_with("Warning: from 2026-10-01T14:13:20Z on,") && text.contains(cohort), "{text}");
    assert!(site.get("/simple/brie/").await.text().contains("brie-2-"));

    site.index.advance(TimeDelta::days(9));
    for _ in 0..3 {
        let (blocked, reason) = Upload::by(token, &brie_version("3")).send(site).await;
        assert_eq!(blocked.status, 403);
        let rule = format!("since 2026-10-01 (mandate `{cohort}`, strength `any`)");
        assert!(reason.starts_with("Two-factor authentication is required to upload") && reason.contains(&rule));
        assert!(reason.contains("`bob` must add a second factor") && reason.contains("/help/two-factor/"), "{reason}");
        assert!(blocked.text().starts_with(&reason), "{}", blocked.text());
    }
    assert!(!site.get("/simple/brie/").await.text().contains("brie-3-"));
    assert_eq!(mails(site, "mandate_blocked").await, 1);
    // Reading is open as ever.
    assert_eq!(site.get("/simple/brie/").await.status, 200);

    enrol(site, bob).await;
    let (done, _) = Upload::by(token, &brie_version("3")).send(site).await;
    assert_eq!((done.status.as_u16(), done.text()), (200, ""));
}

#[both]
async fn a_maintainer_of_a_critical_project_walks_through_it(site: Site) {
    let (bob, token) = bob(&site).await;
    plan(&site, Cohort::Critical, Strength::Any, &[]).await;
    walk(&site, bob, &token, "critical").await;
}

#[both]
async fn somebody_who_manages_a_project_walks_through_it(site: Site) {
    let (bob, token) = bob(&site).await;
    plan(&site, Cohort::Managers, Strength::Any, &[]).await;
    walk(&site, bob, &token, "managers").await;
}

#[both]
async fn somebody_on_a_selected_project_walks_through_it(site: Site) {
    let (bob, token) = bob(&site).await;
    plan(&site, Cohort::Selected, Strength::Any, &["brie"]).await;
    walk(&site, bob, &token, "selected").await;
}

#[both]
async fn somebody_on_a_project_whose_owners_opted_in_walks_through_it(site: Site) {
    let (bob, token) = bob(&site).await;
    let at = site.index.ctx.now() + TimeDelta::days(3650);
    let opted: anyhow::Result<()> = transaction!(site.index.ctx.db, |write| {
        let brie = packaging::name::NormalizedName::from_any("brie").unwrap();
        let project = store::projects::by_name(write, &brie).await?.expect("it is there");
        // Their own rule comes in ten years; what the operators plan for such projects comes first.
        store::mandate::set_owners_require(write, project.id, Some((Strength::Any, at))).await
    });
    opted.unwrap();
    plan(&site, Cohort::OwnerOptIn, Strength::Any, &[]).await;
    walk(&site, bob, &token, "owner-opt-in").await;
}

#[tokio::test]
async fn an_authenticator_is_not_enough_where_a_key_is_required() {
    let site = Site::new().await;
    let (_, _) = bob(&site).await;
    plan(&site, Cohort::Critical, Strength::PhishingResistant, &[]).await;
    site.index.advance(TimeDelta::days(10));
    let mut upload = Upload::by(&site.ada.token, &brie_version("1"));
    let (blocked, reason) = upload.send(&site).await;
    assert_eq!(blocked.status, 403);
    assert!(
        reason.contains("strength `phishing-resistant`") && reason.contains("a security key or a passkey"),
        "{reason}"
    );
    upload.accept = "application/problem+json";
    let json = upload.send(&site).await.0.json();
    assert_eq!(json["code"], "second-factor-required");
    let parameters = json["parameters"].as_array().unwrap();
    let value = |name: &str| parameters.iter().find(|it| it["name"] == name).map(|it| it["value"].clone());
    assert_eq!(value("remedy"), Some("enrol-key".into()));
    assert_eq!(value("gate"), Some("publish".into()));
}
