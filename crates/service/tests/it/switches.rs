//! Switches: what each closes and leaves open, and the surge protection.

use crate::factors::{newcomer, sign_in, visitor};
use crate::registration::{mailed, outbox, refusal};
use chrono::TimeDelta;
use domain::{
    Refusal,
    accounts::EmailAddress,
    events::Subject,
    links::LinkKind,
    permission::Actor,
    registration::{RegistrationMode, RegistrationRule},
    switches::{Surge, SurgeAct, SurgeLimits, Switch},
};
use service::{
    accounts::{NewAccount, create},
    deletion, projects,
    registration::{
        NewRegistration, RegisterRefused, Registered, RegisteredAccount, confirm, invite, register, set_rule,
    },
    soft,
    switches::{NewSwitch, SwitchRefused, dismiss, note, refresh, turn_off, turn_on, watch},
    two_factor,
};
use store::switches::{HistoryLine, SwitchChange, SwitchState, hour_of};
use templates::Language;
use testkit::{FromEngine, database::Engine, distribution::Distribution};
use testkit_index::{TestIndex, new_account, normalized};
use testkit_macros::both;

const PASSWORD: &str = "violet gravel teapot ninety";

async fn put(index: &TestIndex, switch: Switch) {
    put_with(index, switch, "we look into it", "").await;
}

async fn put_with(index: &TestIndex, switch: Switch, reason: &str, banner: &str) {
    turn_on(&index.ctx, &Actor::Operator, NewSwitch { switch, reason, banner }).await.unwrap();
}

async fn states(index: &TestIndex) -> Vec<SwitchState> {
    store::switches::states(&mut index.db.read().await.unwrap()).await.unwrap()
}

async fn history(index: &TestIndex) -> Vec<HistoryLine> {
    store::switches::history(&mut index.db.read().await.unwrap(), 100).await.unwrap()
}

async fn changes(index: &TestIndex) -> Vec<SwitchChange> {
    history(index).await.iter().rev().map(|line| line.change).collect()
}

async fn operator(index: &TestIndex, username: &str) -> Actor {
    let account = NewAccount { superuser: true, totp: true, ..new_account(username) };
    let account = create(&index.ctx, &Actor::Operator, account).await.unwrap();
    sign_in(index, account.id).await
}

async fn open_registration(index: &TestIndex) {
    let rule = RegistrationRule { mode: RegistrationMode::Open, domains: Vec::new() };
    set_rule(&index.ctx, &Actor::Operator, &rule).await.unwrap();
}

fn asked(username: &str) -> NewRegistration {
    NewRegistration::parse(username, &format!("{username}@people.example"), PASSWORD).unwrap()
}

async fn upload_refused(index: &TestIndex, token: &str, name: &str) -> String {
    let refused = index.publish(token, &Distribution::new(name, "1.0").wheel()).await;
    refusal(refused).to_string()
}

#[both]
async fn uploads_are_refused_with_the_reason_until_the_switch_is_off(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &Distribution::new("brie", "1.0").wheel()).await.unwrap();
    put_with(&index, Switch::NoNewUploads, "the store moves", "").await;
    for name in ["brie", "camembert"] {
        let refused = refusal(index.publish(&ada.token, &Distribution::new(name, "2.0").wheel()).await);
        assert_eq!(refused.code(), "no-new-uploads");
        assert_eq!(
            refused.to_string(),
            "Uploads are switched off by the operators of this index: `the store moves`; try again later"
        );
    }
    turn_off(&index.ctx, &Actor::Operator, Switch::NoNewUploads, "it has moved").await.unwrap();
    index.publish(&ada.token, &Distribution::new("brie", "2.0").wheel()).await.unwrap();
}

#[both]
async fn without_new_projects_the_old_ones_take_releases(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &Distribution::new("brie", "1.0").wheel()).await.unwrap();
    put(&index, Switch::NoNewProjects).await;
    index.publish(&ada.token, &Distribution::new("brie", "2.0").wheel()).await.unwrap();
    assert!(upload_refused(&index, &ada.token, "camembert").await.starts_with("New projects are switched off"));
}

#[both]
async fn without_new_users_nobody_registers_and_a_link_stays_good(index: TestIndex) {
    open_registration(&index).await;
    let address: EmailAddress = "guest@people.example".parse().unwrap();
    invite(&index.ctx, &Actor::Operator, &address, Language::English).await.unwrap();
    let invitation = mailed(&index.ctx, "invitation", LinkKind::Invitation).await;
    register(&index.ctx, &visitor(), asked("grace")).await.unwrap();
    let link = mailed(&index.ctx, "verify_address", LinkKind::Registration).await;
    put(&index, Switch::NoNewUsers).await;

    let invited = NewRegistration { invitation: Some(invitation.clone()), ..asked("guest") };
    for refused in [
        refusal(register(&index.ctx, &visitor(), asked("late")).await),
        refusal(register(&index.ctx, &visitor(), invited.clone()).await),
        refusal(confirm(&index.ctx, &visitor(), &link).await),
    ] {
        assert!(matches!(refused, RegisterRefused::SwitchedOff(_)), "{refused:?}");
        assert_eq!(refused.code(), "no-new-users");
    }
    let olga = operator(&index, "olga").await;
    let refused = refusal(invite(&index.ctx, &olga, &address, Language::English).await);
    assert_eq!(refused.code(), "no-new-users");

    turn_off(&index.ctx, &Actor::Operator, Switch::NoNewUsers, "over").await.unwrap();
    let RegisteredAccount { username, .. } = confirm(&index.ctx, &visitor(), &link).await.unwrap();
    assert_eq!(username, "grace");
    let registered = register(&index.ctx, &visitor(), invited).await.unwrap();
    assert!(matches!(registered, Registered::Account(_)));
}

#[both]
async fn without_deletions_projects_and_accounts_stay(index: TestIndex) {
    let ada = index.person("ada").await.id;
    index.project("brie", ada).await;
    let grace = index.person("grace").await.id;
    let (ada, grace_actor) = (sign_in(&index, ada).await, sign_in(&index, grace).await);
    let due = deletion::schedule(&index.ctx, &grace_actor, &visitor()).await.unwrap();
    put(&index, Switch::NoDeletions).await;

    let refused = refusal(projects::delete_project(&index.ctx, &ada, &normalized("brie")).await);
    assert_eq!(refused.code(), "no-deletions");
    index.advance(due - index.now());
    assert_eq!(deletion::finish(&index.ctx).await.unwrap(), 0);

    // To change one's mind is no deletion.
    let grace_actor = sign_in(&index, grace).await;
    deletion::cancel(&index.ctx, &grace_actor, &visitor()).await.unwrap();
    let refused = refusal(deletion::schedule(&index.ctx, &grace_actor, &visitor()).await);
    assert_eq!(refused.code(), "no-deletions");
}

#[both]
async fn read_only_leaves_people_their_own_protection(index: TestIndex) {
    let (_, newcomer) = newcomer(&index, "newcomer").await;
    let ada = index.person("ada").await.id;
    index.project("brie", ada).await;
    let ada = sign_in(&index, ada).await;
    put(&index, Switch::ReadOnly).await;

    let refused = refusal(projects::archive(&index.ctx, &ada, &normalized("brie")).await);
    assert_eq!(refused.code(), "read-only");
    two_factor::begin_totp(&index.ctx, &newcomer).await.unwrap();
    // Malware does not wait: operators act, and the command line too.
    let olga = operator(&index, "olga").await;
    projects::quarantine(&index.ctx, &olga, &normalized("brie"), "malware").await.unwrap();
    turn_off(&index.ctx, &olga, Switch::ReadOnly, "over").await.unwrap();
}

#[both]
async fn a_switch_tells_who_and_why_and_keeps_its_history(index: TestIndex) {
    let olga = operator(&index, "olga").await;
    let began = index.now();
    let new = NewSwitch { switch: Switch::ReadOnly, reason: " moving ", banner: "We move until noon" };
    turn_on(&index.ctx, &olga, new).await.unwrap();
    index.advance(TimeDelta::minutes(1));
    turn_on(&index.ctx, &olga, new).await.unwrap();
    let state = states(&index).await.remove(0);
    assert_eq!((&state.reason[..], state.by.as_deref(), state.on_since), ("moving", Some("olga"), Some(began)));
    assert_eq!(changes(&index).await, [SwitchChange::On], "the same words again change nothing");
    assert_eq!(*index.board.banners(), ["We move until noon"]);

    index.advance(TimeDelta::minutes(1));
    turn_on(&index.ctx, &olga, NewSwitch { banner: "", ..new }).await.unwrap();
    assert_eq!(states(&index).await[0].on_since, Some(began), "new words keep the time");
    assert!(index.board.banners().is_empty());
    index.advance(TimeDelta::minutes(1));
    turn_off(&index.ctx, &Actor::Operator, Switch::ReadOnly, "done").await.unwrap();
    assert_eq!(changes(&index).await, [SwitchChange::On, SwitchChange::On, SwitchChange::Off]);
    assert!(states(&index).await.is_empty());
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, Subject::Operator).await.unwrap();
    let tags: Vec<&str> = events.iter().map(|event| &event.tag[..]).filter(|tag| tag.starts_with("switch:")).collect();
    assert_eq!(tags, ["switch:on", "switch:on", "switch:off"]);
}

#[both]
async fn only_operators_turn_switches(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ada = sign_in(&index, ada).await;
    let new = NewSwitch { switch: Switch::ReadOnly, reason: "because", banner: "" };
    assert!(matches!(refusal(turn_on(&index.ctx, &ada, new).await), SwitchRefused::Guard(_)));
    put(&index, Switch::ReadOnly).await;
    assert!(matches!(refusal(turn_off(&index.ctx, &ada, Switch::ReadOnly, "because").await), SwitchRefused::Guard(_)));
    let olga = operator(&index, "olga").await;
    index.advance(TimeDelta::minutes(20));
    let refused = refusal(turn_off(&index.ctx, &olga, Switch::ReadOnly, "because").await);
    assert_eq!(refused.code(), "step-up-required");
}

#[tokio::test]
async fn words_are_one_line_that_says_something() {
    let index = TestIndex::from_engine(Engine::Sqlite).await;
    let long = "x".repeat(501);
    let table = [
        ("", "", "switch-no-reason"),
        ("  ", "", "switch-no-reason"),
        ("a\nb", "", "switch-text-control"),
        ("good", "a\u{7}", "switch-text-control"),
        (&long, "", "switch-text-too-long"),
        ("good", &long, "switch-text-too-long"),
    ];
    for (reason, banner, code) in table {
        let new = NewSwitch { switch: Switch::ReadOnly, reason, banner };
        assert_eq!(refusal(turn_on(&index.ctx, &Actor::Operator, new).await).code(), code);
    }
    let not_on = refusal(turn_off(&index.ctx, &Actor::Operator, Switch::ReadOnly, "because").await);
    assert_eq!(not_on, SwitchRefused::NotOn { switch: Switch::ReadOnly });
    let not_proposed = refusal(dismiss(&index.ctx, &Actor::Operator, Switch::ReadOnly, "because").await);
    assert_eq!(not_proposed, SwitchRefused::NotProposed { switch: Switch::ReadOnly });
    assert!(history(&index).await.is_empty());
}

#[both]
async fn another_node_hears_of_a_banner(index: TestIndex) {
    let node = index.node(TestIndex::key_ring(), 2);
    put_with(&index, Switch::ReadOnly, "moving", "We move until noon").await;
    assert!(node.board.banners().is_empty());
    refresh(&node).await.unwrap();
    assert_eq!(*node.board.banners(), ["We move until noon"]);
}

/// An index that proposes a switch when an hour has more than 5 registrations.
struct Proposing(TestIndex);

/// An index that turns a switch on when an hour has more than one new project.
struct Switching(TestIndex);

impl FromEngine for Proposing {
    async fn from_engine(engine: Engine) -> Self {
        Self(watched(engine, SurgeAct::Propose).await)
    }
}

impl FromEngine for Switching {
    async fn from_engine(engine: Engine) -> Self {
        Self(watched(engine, SurgeAct::Switch).await)
    }
}

/// At the start of an hour.
async fn watched(engine: Engine, act: SurgeAct) -> TestIndex {
    let database = testkit::database::on(engine).await;
    let limits = SurgeLimits { registrations: 5, new_projects: 1, refused_uploads: 0, act };
    let index = TestIndex::with(database, |settings| settings.surge = limits).await;
    index.advance(TimeDelta::seconds(3600 - index.now().timestamp() % 3600));
    index
}

async fn flood(index: &TestIndex, count: u32) {
    for _ in 0..count {
        note(&index.ctx, Surge::Registrations);
    }
    soft::flush(&index.ctx).await.unwrap();
}

async fn surge_mails(index: &TestIndex) -> usize {
    outbox(&index.ctx).await.iter().filter(|line| line.kind == "surge_noticed").count()
}

#[both]
async fn a_surge_is_proposed_once_until_an_hour_was_calm(Proposing(index): Proposing) {
    operator(&index, "olga").await;
    operator(&index, "oscar").await;
    index.person("ada").await;
    flood(&index, 5).await;
    assert!(watch(&index.ctx).await.unwrap().is_empty());
    flood(&index, 1).await;
    assert_eq!(watch(&index.ctx).await.unwrap(), [Surge::Registrations]);
    let state = states(&index).await.remove(0);
    assert_eq!((state.switch, state.on_since, state.by_surge), (Switch::NoNewUsers, None, true));
    assert_eq!(state.reason, "Unusually many registrations: 6 in an hour, more than 5");
    assert_eq!(surge_mails(&index).await, 2);
    open_registration(&index).await;
    register(&index.ctx, &visitor(), asked("grace")).await.unwrap();

    // The wave goes on: nobody is asked again, in this hour or the next.
    index.advance(TimeDelta::minutes(1));
    dismiss(&index.ctx, &Actor::Operator, Switch::NoNewUsers, "a conference").await.unwrap();
    for _ in 0..2 {
        flood(&index, 6).await;
        assert!(watch(&index.ctx).await.unwrap().is_empty());
        index.advance(TimeDelta::hours(1));
    }
    // A calm hour, then another wave.
    index.advance(TimeDelta::hours(1));
    flood(&index, 6).await;
    assert_eq!(watch(&index.ctx).await.unwrap(), [Surge::Registrations]);
    assert_eq!(surge_mails(&index).await, 4);
    assert_eq!(changes(&index).await, [SwitchChange::Proposed, SwitchChange::Dismissed, SwitchChange::Proposed]);

    // An operator makes the proposal a switch.
    put(&index, Switch::NoNewUsers).await;
    let state = states(&index).await.remove(0);
    assert!(state.on_since.is_some() && state.proposed_at.is_none() && !state.by_surge);
}

#[both]
async fn a_surge_turns_its_switch_on_where_that_is_wanted(Switching(index): Switching) {
    let ada = index.somebody("ada").await;
    for name in ["brie", "camembert"] {
        index.publish(&ada.token, &Distribution::new(name, "1.0").wheel()).await.unwrap();
    }
    soft::flush(&index.ctx).await.unwrap();
    assert_eq!(watch(&index.ctx).await.unwrap(), [Surge::NewProjects]);
    assert!(upload_refused(&index, &ada.token, "emmental").await.starts_with("New projects are switched off"));
    turn_off(&index.ctx, &Actor::Operator, Switch::NoNewProjects, "all good").await.unwrap();
    assert!(watch(&index.ctx).await.unwrap().is_empty());
    index.publish(&ada.token, &Distribution::new("emmental", "1.0").wheel()).await.unwrap();
}

#[both]
async fn of_many_nodes_one_answers_a_surge(Proposing(index): Proposing) {
    operator(&index, "olga").await;
    flood(&index, 6).await;
    let looks = (0..20).map(|_| {
        let ctx = index.ctx.clone();
        tokio::spawn(async move { watch(&ctx).await.unwrap().len() })
    });
    let mut answered = 0;
    for look in looks.collect::<Vec<_>>() {
        answered += look.await.unwrap();
    }
    assert_eq!((answered, surge_mails(&index).await, history(&index).await.len()), (1, 1, 1));
}

#[both]
async fn two_operators_at_once_turn_one_switch(index: TestIndex) {
    let turns = (0..10).map(|_| {
        let ctx = index.ctx.clone();
        let new = NewSwitch { switch: Switch::ReadOnly, reason: "at once", banner: "" };
        tokio::spawn(async move { turn_on(&ctx, &Actor::Operator, new).await.unwrap() })
    });
    for turn in turns.collect::<Vec<_>>() {
        turn.await.unwrap();
    }
    assert_eq!(changes(&index).await, [SwitchChange::On]);
}

#[both]
async fn what_happens_is_counted_by_the_hour(index: TestIndex) {
    let (ada, mallory) = (index.somebody("ada").await, index.somebody("mallory").await);
    open_registration(&index).await;
    register(&index.ctx, &visitor(), asked("grace")).await.unwrap();
    index.publish(&ada.token, &Distribution::new("brie", "1.0").wheel()).await.unwrap();
    index.publish(&ada.token, &Distribution::new("brie", "2.0").wheel()).await.unwrap();
    upload_refused(&index, &mallory.token, "brie").await;
    upload_refused(&index, &mallory.token, "brie").await;
    put(&index, Switch::NoNewUploads).await;
    upload_refused(&index, &ada.token, "brie").await;
    soft::flush(&index.ctx).await.unwrap();
    soft::flush(&index.ctx).await.unwrap();
    let counts = store::switches::counts(&mut index.db.read().await.unwrap(), hour_of(index.now())).await.unwrap();
    assert_eq!(counts, [(Surge::NewProjects, 1), (Surge::RefusedUploads, 2), (Surge::Registrations, 1)]);
}
