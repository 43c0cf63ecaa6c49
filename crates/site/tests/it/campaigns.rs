//! The page of the campaigns.

use crate::browser::Browser;
use crate::harness::Site;
use chrono::TimeDelta;
use domain::ids::MandateId;
use domain::mandate::{Cohort, Gate, GateSchedule, Mandate, Strength};
use domain::permission::Actor;
use domain::sessions::SignInMethod;
use service::accounts::NewAccount;
use store::mail::Unsent;
use testkit_macros::both;

const PATH: &str = "/admin/campaigns/";

async fn operator(site: &Site) -> Browser<'_> {
    let account = NewAccount { totp: true, superuser: true, ..testkit_index::new_account("operator") };
    let account = service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("it is new").id;
    Browser::of_session(site, account, SignInMethod::Totp).await
}

async fn announce(site: &Site) {
    let (id, now) = (MandateId(site.ctx.id()), site.ctx.now());
    let gates = vec![GateSchedule { gate: Gate::Publish, announce_at: now, enforce_at: now + TimeDelta::days(60) }];
    let mandate = Mandate { id, cohort: Cohort::Everyone, strength: Strength::Any, gates };
    let written: anyhow::Result<()> =
        store::transaction!(site.ctx.db, |write| { store::mandate::insert(write, &mandate, "", now).await });
    written.unwrap();
}

#[both]
async fn the_page_says_that_nothing_was_written_yet(site: Site) {
    let page = operator(&site).await.get(PATH).await;
    assert!(page.shows("Nothing was written yet") && page.shows("No mail has failed"), "{}", page.body);
}

#[both]
async fn the_page_tells_what_was_written_what_failed_and_what_comes(site: Site) {
    site.index.somebody_without_factor("grace").await;
    site.index.somebody_without_factor("linus").await;
    announce(&site).await;
    service::campaigns::plan(&site.ctx).await.unwrap();
    let mut browser = operator(&site).await;
    let begun = browser.get(PATH).await;
    assert!(begun.shows("running") && begun.shows("2 people left"), "{}", begun.body);
    while service::campaigns::advance(&site.ctx).await.unwrap() != service::campaigns::Step::Idle {}
    let failed: anyhow::Result<()> = store::transaction!(site.ctx.db, |write| {
        let mails = store::mail::newest(write, 100).await?;
        let mail = mails.iter().find(|mail| mail.kind == "mandate_announced" && mail.address.starts_with("grace"));
        store::mail::mark_unsent(write, mail.unwrap().id, Unsent::Failed, "550 no such <user>").await
    });
    failed.unwrap();
    let page = browser.get(PATH).await;
    assert!(page.shows("finished") && page.shows("550 no such &lt;user&gt;"), "{}", page.body);
    assert!(page.shows("30 days before") && page.shows("Enforcement"), "{}", page.body);
}
