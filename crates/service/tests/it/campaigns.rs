//! Campaigns: the story of a mandate by the clock, each mail once, whatever dies.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    accounts::AccountState,
    ids::{AccountId, MandateId, ProjectId},
    mandate::{Cohort, Gate, GateSchedule, Mandate, Strength},
    permission::Actor,
    projects::Role,
};
use service::{
    Ctx,
    campaigns::{Step, advance, batch, plan, upcoming},
    mandate::MandateEdit,
};
use std::collections::BTreeMap;
use store::{campaigns::CampaignLine, mail::MailLine, transaction};
use testkit_index::{Somebody, TestIndex};
use testkit_macros::both;

async fn everything(ctx: &Ctx) -> Vec<MailLine> {
    store::mail::newest(&mut ctx.db.read().await.unwrap(), 10_000).await.unwrap()
}

/// Kinds of mails by user name, campaigns' alone, in order of time.
async fn told(index: &TestIndex) -> Vec<(String, String)> {
    let mut mails = everything(&index.ctx).await;
    mails.retain(|mail| mail.kind.starts_with("mandate_") || mail.kind == "critical_designation");
    mails.sort_by_key(|mail| (mail.created_at, mail.address.clone()));
    let name = |mail: &MailLine| mail.address.split('@').next().unwrap_or_default().to_owned();
    mails.iter().map(|mail| (name(mail), mail.kind.clone())).collect()
}

async fn text_of(index: &TestIndex, kind: &str) -> String {
    let mails = everything(&index.ctx).await;
    let id = mails.iter().find(|mail| mail.kind == kind).unwrap_or_else(|| panic!("no {kind}")).id;
    store::mail::bodies(&mut index.db.read().await.unwrap(), id).await.unwrap().unwrap().1.replace('\n', " ")
}

async fn campaigns(index: &TestIndex) -> Vec<CampaignLine> {
    store::campaigns::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap()
}

async fn states(index: &TestIndex) -> BTreeMap<String, String> {
    let name = |line: &CampaignLine| match line.days_before {
        Some(days) => format!("{}-{days}", line.occasion),
        None => line.occasion.clone(),
    };
    campaigns(index).await.iter().map(|line| (name(line), line.state.clone())).collect()
}

/// What the job does in a minute.
async fn run(ctx: &Ctx) {
    plan(ctx).await.unwrap();
    while !matches!(advance(ctx).await.unwrap(), Step::Idle | Step::Waiting) {}
}

/// Runs the job each minute for a while.
async fn run_minutes(ctx: &Ctx, minutes: usize) {
    for _ in 0..minutes {
        run(ctx).await;
        ctx.clock.advance(TimeDelta::minutes(1));
    }
}

/// An index without the mandate that it is born with.
async fn quiet(index: &TestIndex) {
    let now = index.now();
    let ended: anyhow::Result<()> = transaction!(index.db, |write| {
        for mandate in store::mandate::not_ended(write).await? {
            store::mandate::end(write, mandate.id, None, now).await?;
        }
        Ok(())
    });
    ended.unwrap();
}

async fn mandate(
    index: &TestIndex,
    cohort: Cohort,
    strength: Strength,
    announce_at: DateTime<Utc>,
    enforce_at: DateTime<Utc>,
) -> MandateId {
    let (id, now) = (MandateId(index.id()), index.now());
    let gates = vec![GateSchedule { gate: Gate::Publish, announce_at, enforce_at }];
    let mandate = Mandate { id, cohort, strength, gates };
    let written: anyhow::Result<()> =
        transaction!(index.db, |write| { store::mandate::insert(write, &mandate, "a test", now).await });
    written.unwrap();
    id
}

async fn move_deadline(index: &TestIndex, id: MandateId, announce_at: DateTime<Utc>, enforce_at: DateTime<Utc>) {
    let gates = [GateSchedule { gate: Gate::Publish, announce_at, enforce_at }];
    let moved: anyhow::Result<()> =
        transaction!(index.db, |write| { store::mandate::replace_gates(write, id, &gates).await });
    moved.unwrap();
}

async fn owner(index: &TestIndex, username: &str) -> Somebody {
    let somebody = index.somebody_without_factor(username).await;
    index.project(&format!("{username}-lib"), somebody.account).await;
    somebody
}

async fn owners(index: &TestIndex, count: usize) {
    for number in 0..count {
        owner(index, &format!("owner{number}")).await;
    }
}

async fn designate(index: &TestIndex, project: ProjectId) {
    let now = index.now();
    let designated: anyhow::Result<()> = transaction!(index.db, |write| {
        store::critical::designate(write, project, "a test", None, now).await?;
        store::critical::notify(write, &[project.0].into(), now).await?;
        Ok(())
    });
    designated.unwrap();
}

async fn join(index: &TestIndex, project: ProjectId, account: AccountId) {
    let (id, now) = (index.id(), index.now());
    let joined: anyhow::Result<()> = transaction!(index.db, |write| {
        store::projects::insert_role(write, id, project, account, Role::Maintainer, now).await?;
        Ok(())
    });
    joined.unwrap();
}

#[both]
async fn the_story_is_told_by_the_clock_each_part_once(index: TestIndex) {
    quiet(&index).await;
    owner(&index, "grace").await;
    let ada = index.somebody("ada").await;
    index.project("safe", ada.account).await;
    index.somebody_without_factor("reader").await;
    let start = index.now();
    let days = TimeDelta::days;
    mandate(&index, Cohort::Managers, Strength::Any, start + days(10), start + days(70)).await;
    // Each day, three runs of the job.
    let mut by_day = Vec::new();
    for day in 0..75 {
        let before = told(&index).await.len();
        for _ in 0..3 {
            run(&index.ctx).await;
            index.advance(TimeDelta::minutes(1));
        }
        for (name, kind) in told(&index).await.into_iter().skip(before) {
            by_day.push((day, name, kind));
        }
        index.advance(days(1) - TimeDelta::minutes(3));
    }
    let told: Vec<(i64, &str, &str)> =
        by_day.iter().map(|(day, name, kind)| (*day, name.as_str(), kind.as_str())).collect();
    assert_eq!(
        told,
        [
            (10, "grace", "mandate_announced"),
            (40, "grace", "mandate_reminder"),
            (56, "grace", "mandate_reminder"),
            (63, "grace", "mandate_reminder"),
            (69, "grace", "mandate_reminder"),
            (70, "grace", "mandate_enforced"),
        ]
    );
}

#[both]
async fn whoever_enrols_hears_no_more(index: TestIndex) {
    quiet(&index).await;
    owner(&index, "grace").await;
    let start = index.now();
    mandate(&index, Cohort::Everyone, Strength::Any, start, start + TimeDelta::days(60)).await;
    index.somebody("ada").await;
    run(&index.ctx).await;
    assert_eq!(told(&index).await, [("grace".to_owned(), "mandate_announced".to_owned())]);
    let now = index.now();
    let frozen: anyhow::Result<()> = transaction!(index.db, |write| {
        let username = "grace".parse()?;
        let grace = store::accounts::by_username(write, &username).await?.unwrap();
        let id = uuid::Uuid::from_u128(7);
        let key_id = domain::keys::KeyId::parse("0000000000000000").unwrap();
        let totp = store::two_factor::NewTotp {
            id,
            account: grace.id,
            name: "phone",
            key_id,
            sealed: b"",
            last_step: 0,
            active_at: Some(now),
            created_at: now,
        };
        store::two_factor::insert_totp(write, &totp).await
    });
    frozen.unwrap();
    index.advance(TimeDelta::days(30));
    run(&index.ctx).await;
    assert_eq!(told(&index).await.len(), 1);
    let reminder = campaigns(&index).await.into_iter().find(|line| line.occasion == "reminder").unwrap();
    assert_eq!((reminder.state.as_str(), reminder.written), ("finished", 0));
}

#[both]
async fn a_totp_secret_does_not_meet_a_mandate_of_keys(index: TestIndex) {
    quiet(&index).await;
    index.somebody("ada").await;
    let start = index.now();
    mandate(&index, Cohort::Everyone, Strength::PhishingResistant, start, start + TimeDelta::days(60)).await;
    run(&index.ctx).await;
    assert_eq!(told(&index).await, [("ada".to_owned(), "mandate_announced".to_owned())]);
    assert!(text_of(&index, "mandate_announced").await.contains("requires a security key or a passkey of you"));
}

#[both]
async fn a_deadline_that_asks_for_something_stronger_is_told_anew(index: TestIndex) {
    quiet(&index).await;
    index.somebody("ada").await;
    let start = index.now();
    let id = mandate(&index, Cohort::Everyone, Strength::Any, start, start + TimeDelta::days(60)).await;
    run(&index.ctx).await;
    assert!(told(&index).await.is_empty(), "a TOTP secret is enough");
    let stronger = MandateEdit { strength: Some(Strength::PhishingResistant), ..MandateEdit::default() };
    service::mandate::edit(&index, &Actor::Operator, id, &stronger).await.unwrap();
    index.advance(TimeDelta::minutes(1));
    run(&index.ctx).await;
    assert_eq!(told(&index).await, [("ada".to_owned(), "mandate_announced".to_owned())]);
}

#[both]
async fn after_a_standstill_only_the_newest_occasion_runs(index: TestIndex) {
    quiet(&index).await;
    owner(&index, "grace").await;
    let start = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, start, start + TimeDelta::days(60)).await;
    index.advance(TimeDelta::days(55));
    run(&index.ctx).await;
    assert_eq!(told(&index).await, [("grace".to_owned(), "mandate_reminder".to_owned())]);
    assert!(text_of(&index, "mandate_reminder").await.contains("still has none"));
    let expected = [
        ("announcement", "skipped"),
        ("reminder-30", "skipped"),
        ("reminder-14", "skipped"),
        ("reminder-7", "finished"),
    ];
    assert_eq!(states(&index).await, expected.map(|(name, state)| (name.to_owned(), state.to_owned())).into());
}

#[both]
async fn a_batch_that_is_dropped_is_written_once_all_the_same(index: TestIndex) {
    quiet(&index).await;
    owners(&index, 130).await;
    let start = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, start, start + TimeDelta::days(60)).await;
    plan(&index.ctx).await.unwrap();
    for _ in 0..3 {
        // The power fails before the commit.
        let dropped: anyhow::Result<()> = transaction!(index.db, |write| {
            assert!(matches!(batch(&index.ctx, write).await?, Step::Wrote(1..)));
            anyhow::bail!("killed")
        });
        assert_eq!(dropped.unwrap_err().to_string(), "killed");
        // Half of what a run does, then it is killed too.
        advance(&index.ctx).await.unwrap();
    }
    run(&index.ctx).await;
    let mut told = told(&index).await;
    assert_eq!(told.len(), 130);
    told.dedup();
    assert_eq!(told.len(), 130);
    let [campaign] = campaigns(&index).await.try_into().unwrap();
    assert_eq!((campaign.state.as_str(), campaign.written, campaign.waiting), ("finished", 130, 130));
}

#[both]
async fn two_nodes_at_once_write_each_mail_once(index: TestIndex) {
    quiet(&index).await;
    owners(&index, 120).await;
    let start = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, start, start + TimeDelta::days(60)).await;
    let node = |seed| std::sync::Arc::new(index.node(TestIndex::key_ring(), seed));
    let runs = [node(21), node(22), node(23)].map(|ctx| tokio::spawn(async move { run(&ctx).await }));
    for one in runs {
        one.await.unwrap();
    }
    assert_eq!(told(&index).await.len(), 120);
    let [campaign] = campaigns(&index).await.try_into().unwrap();
    assert_eq!((campaign.state.as_str(), campaign.written), ("finished", 120));
}

#[both]
async fn a_minute_has_so_many_mails_for_all_nodes_together(database: testkit::database::TestDb) {
    let index = TestIndex::with(database, |settings| settings.campaign_mails_per_minute = 30).await;
    quiet(&index).await;
    owners(&index, 70).await;
    let start = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, start, start + TimeDelta::days(60)).await;
    let mut by_minute = Vec::new();
    for minute in 0..4 {
        let node = |seed| {
            let node = index.node(TestIndex::key_ring(), seed);
            node.clock.advance(TimeDelta::minutes(minute));
            std::sync::Arc::new(node)
        };
        let seed = 100 + u64::try_from(minute).unwrap() * 10;
        let runs = [node(seed), node(seed + 1)].map(|ctx| tokio::spawn(async move { run(&ctx).await }));
        for one in runs {
            one.await.unwrap();
        }
        by_minute.push(told(&index).await.len());
    }
    assert_eq!(by_minute, [30, 60, 70, 70]);
    let [campaign] = campaigns(&index).await.try_into().unwrap();
    assert_eq!(campaign.state, "finished");
}

#[both]
async fn a_moved_deadline_is_told_anew_and_the_old_one_no_more(database: testkit::database::TestDb) {
    let index = TestIndex::with(database, |settings| settings.campaign_mails_per_minute = 2).await;
    quiet(&index).await;
    owners(&index, 5).await;
    let start = index.now();
    let days = TimeDelta::days;
    let id = mandate(&index, Cohort::Managers, Strength::Any, start, start + days(60)).await;
    run(&index.ctx).await;
    assert_eq!(told(&index).await.len(), 2);
    index.advance(TimeDelta::minutes(1));
    move_deadline(&index, id, start, start + days(90)).await;
    run_minutes(&index.ctx, 4).await;
    // Two heard of the old deadline, all five of the new one.
    assert_eq!(told(&index).await.len(), 7);
    let lines: Vec<(String, String, i64)> =
        campaigns(&index).await.into_iter().map(|line| (line.occasion, line.state, line.written)).collect();
    assert!(lines.contains(&("announcement".to_owned(), "skipped".to_owned(), 2)), "{lines:?}");
    assert!(lines.contains(&("announcement".to_owned(), "finished".to_owned(), 5)), "{lines:?}");
    // At the old time of a reminder nothing is due.
    index.advance(days(31));
    run(&index.ctx).await;
    assert_eq!(told(&index).await.len(), 7);
}

#[both]
async fn a_mandate_that_ends_is_told_no_further(database: testkit::database::TestDb) {
    let index = TestIndex::with(database, |settings| settings.campaign_mails_per_minute = 2).await;
    quiet(&index).await;
    owners(&index, 5).await;
    let start = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, start, start + TimeDelta::days(60)).await;
    run(&index.ctx).await;
    quiet(&index).await;
    index.advance(TimeDelta::minutes(1));
    run_minutes(&index.ctx, 3).await;
    assert_eq!(told(&index).await.len(), 2);
    assert_eq!(states(&index).await["announcement"], "skipped");
}

#[both]
async fn whoever_cannot_be_reached_is_counted_and_whoever_cannot_act_left_out(index: TestIndex) {
    quiet(&index).await;
    let grace = owner(&index, "grace").await;
    let frozen = owner(&index, "frozen").await;
    owner(&index, "linus").await;
    let now = index.now();
    let changed: anyhow::Result<()> = transaction!(index.db, |write| {
        store::accounts::set_state(write, frozen.account, AccountState::Frozen).await?;
        let address = store::addresses::of(write, grace.account).await?.remove(0).id;
        store::addresses::unverify(write, address, "a test").await?;
        Ok(())
    });
    changed.unwrap();
    mandate(&index, Cohort::Managers, Strength::Any, now, now + TimeDelta::days(60)).await;
    run(&index.ctx).await;
    assert_eq!(told(&index).await, [("linus".to_owned(), "mandate_announced".to_owned())]);
    let [campaign] = campaigns(&index).await.try_into().unwrap();
    assert_eq!((campaign.written, campaign.unreachable), (1, 1));
}

#[both]
async fn a_mail_names_ten_projects_and_how_many_more(index: TestIndex) {
    quiet(&index).await;
    let grace = index.somebody_without_factor("grace").await;
    for number in 10..23 {
        index.project(&format!("cheese-{number}"), grace.account).await;
    }
    let now = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, now, now + TimeDelta::days(60)).await;
    run(&index.ctx).await;
    let text = text_of(&index, "mandate_announced").await;
    assert!(text.contains("cheese-10, cheese-11,") && text.contains("cheese-19 and 3 more"), "{text}");
    assert!(!text.contains("cheese-20"), "{text}");
}

#[both]
async fn only_the_people_of_the_cohort_are_told_and_of_their_projects_of_it(index: TestIndex) {
    quiet(&index).await;
    let grace = index.somebody_without_factor("grace").await;
    let linus = index.somebody_without_factor("linus").await;
    let critical = index.project("critical-lib", grace.account).await;
    index.project("other-lib", grace.account).await;
    let selected = index.project("selected-lib", linus.account).await;
    index.project("more-lib", linus.account).await;
    designate(&index, critical).await;
    let now = index.now();
    let forgotten: anyhow::Result<()> =
        transaction!(index.db, |write| { store::campaigns::forget_notices(write, grace.account, now).await });
    forgotten.unwrap();
    mandate(&index, Cohort::Critical, Strength::Any, now, now + TimeDelta::days(60)).await;
    run(&index.ctx).await;
    assert_eq!(told(&index).await, [("grace".to_owned(), "mandate_announced".to_owned())]);
    let text = text_of(&index, "mandate_announced").await;
    assert!(text.contains("critical-lib") && !text.contains("other-lib"), "{text}");
    assert!(text.contains("everybody with a role on a critical project"), "{text}");
    index.advance(TimeDelta::minutes(1));
    let now = index.now();
    let id = mandate(&index, Cohort::Selected, Strength::Any, now, now + TimeDelta::days(61)).await;
    let named: anyhow::Result<()> =
        transaction!(index.db, |write| { store::mandate::replace_selected(write, id, &[], &[selected]).await });
    named.unwrap();
    run(&index.ctx).await;
    assert_eq!(told(&index).await.last().unwrap().0, "linus");
    let text = text_of(&index, "mandate_announced").await;
    assert!(text.contains("selected-lib") && !text.contains("more-lib"), "{text}");
}

#[both]
async fn one_mail_names_every_project_that_became_critical(index: TestIndex) {
    quiet(&index).await;
    let grace = index.somebody_without_factor("grace").await;
    let ada = index.somebody("ada").await;
    let brie = index.project("brie", grace.account).await;
    let comte = index.project("comte", grace.account).await;
    join(&index, brie, ada.account).await;
    for project in [brie, comte] {
        designate(&index, project).await;
    }
    let now = index.now();
    mandate(&index, Cohort::Critical, Strength::Any, now, now + TimeDelta::days(60)).await;
    run_minutes(&index.ctx, 3).await;
    let designations: Vec<_> = told(&index)
        .await
        .into_iter()
        .filter(|(_, kind)| kind == "critical_designation")
        .map(|(name, _)| name)
        .collect();
    assert_eq!(designations, ["ada", "grace"]);
    let mails = everything(&index.ctx).await;
    let mut texts = Vec::new();
    for name in ["grace", "ada"] {
        let is_hers = |mail: &&MailLine| mail.kind == "critical_designation" && mail.address.starts_with(name);
        let id = mails.iter().find(is_hers).unwrap().id;
        let bodies = store::mail::bodies(&mut index.db.read().await.unwrap(), id).await.unwrap().unwrap();
        texts.push(bodies.1.replace('\n', " "));
    }
    assert!(texts[0].contains("2 projects") && texts[0].contains("brie, comte"), "{}", texts[0]);
    assert!(texts[0].contains("and your account has none yet"), "{}", texts[0]);
    assert!(texts[1].contains("there is nothing to do") && !texts[1].contains("comte"), "{}", texts[1]);
    // What is designated later, even in the same moment, has a mail of its own.
    let roquefort = index.project("roquefort", grace.account).await;
    designate(&index, roquefort).await;
    run(&index.ctx).await;
    assert_eq!(told(&index).await.iter().filter(|(_, kind)| kind == "critical_designation").count(), 3);
}

#[both]
async fn a_project_deleted_meanwhile_is_not_named(index: TestIndex) {
    quiet(&index).await;
    let grace = index.somebody_without_factor("grace").await;
    let brie = index.project("brie", grace.account).await;
    designate(&index, brie).await;
    service::projects::delete_project(&index.ctx, &Actor::Operator, &testkit_index::normalized("brie")).await.unwrap();
    run(&index.ctx).await;
    assert_eq!(told(&index).await, []);
    assert!(!store::campaigns::is_designation_due(&mut index.db.read().await.unwrap()).await.unwrap());
}

#[both]
async fn what_is_to_come_is_known_in_order(index: TestIndex) {
    quiet(&index).await;
    let start = index.now();
    mandate(&index, Cohort::Managers, Strength::Any, start, start + TimeDelta::days(20)).await;
    let coming = upcoming(&mut index.db.read().await.unwrap(), start).await.unwrap();
    let days: Vec<i64> = coming.iter().map(|it| (it.planned.due_at - start).num_days()).collect();
    assert_eq!(days, [6, 13, 19, 20]);
}
