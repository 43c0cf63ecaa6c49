//! Recovery cases: asked for, announced, objected to, judged by two operators, completed.

use crate::{
    factors::{has_event, sign_in, sign_in_with},
    registration::{outbox, refusal, visitor},
};
use chrono::TimeDelta;
use domain::{
    Refusal as _,
    accounts::AccountState,
    ids::{AccountId, ProjectId},
    links::LinkKind,
    permission::{Action, Actor, PermissionRefused, decide},
    projects::Role,
    recovery_cases::{CaseState, Ending, PUBLISH_HOLD, RecoveryLinkKind, Verdict},
    sessions::SignInMethod,
};
use service::{
    accounts::{NewAccount, create},
    password_reset,
    recovery_cases::{
        self, CaseView, Decided, NewRequest, RecoveryCaseRefused, Request, decide as decide_case, judge_evidence, look,
        name_repository, name_voucher, note, vouch,
    },
    sessions::{Browser, freeze, open_after},
};
use store::transaction;
use templates::Language;
use testkit::database::Engine;
use testkit_index::{TestIndex, new_account};
use testkit_macros::both;
use uuid::Uuid;

const KNOWN: &str = "ada@people.example";
const NEW: &str = "ada.elsewhere@people.example";

/// The secret of the link in the newest mail of a kind.
async fn secret(index: &TestIndex, kind: &str, path: &str) -> String {
    let lines = outbox(&index.ctx).await;
    let line = lines.iter().find(|line| line.kind == kind).unwrap_or_else(|| panic!("no mail: {kind}"));
    let bodies = store::mail::bodies(&mut index.db.read().await.unwrap(), line.id).await.unwrap().unwrap();
    let (_, rest) = bodies.1.split_once(path).unwrap_or_else(|| panic!("no link: {}", bodies.1));
    rest.split(|character: char| character.is_whitespace() || character == '/').next().unwrap().to_owned()
}

fn asked(contact: &str) -> NewRequest {
    NewRequest {
        username: "ada".to_owned(),
        contact: contact.to_owned(),
        reason: "The telephone fell into the fondue".to_owned(),
        language: Language::French,
    }
}

async fn ask(index: &TestIndex, contact: &str) -> String {
    // So that the newest mail is the one of this request.
    index.advance(TimeDelta::milliseconds(1));
    recovery_cases::request(&index.ctx, &visitor(), &asked(contact)).await.unwrap();
    secret(index, "recovery_address_proof", RecoveryLinkKind::Request.path()).await
}

/// An open case with the secret of its page.
async fn opened(index: &TestIndex, contact: &str) -> (Uuid, String) {
    let secret = ask(index, contact).await;
    (recovery_cases::open(&index.ctx, &visitor(), &secret).await.unwrap(), secret)
}

async fn objection(index: &TestIndex) -> String {
    secret(index, "recovery_opened", RecoveryLinkKind::Cancel.path()).await
}

async fn operator(index: &TestIndex, username: &str) -> AccountId {
    let account = NewAccount { superuser: true, totp: true, ..new_account(username) };
    create(&index.ctx, &Actor::Operator, account).await.unwrap().id
}

/// Two operators who have just signed in.
async fn operators(index: &TestIndex) -> [Actor; 2] {
    let (one, two) = (operator(index, "grace").await, operator(index, "mary").await);
    [sign_in(index, one).await, sign_in(index, two).await]
}

async fn view(index: &TestIndex, id: Uuid) -> CaseView {
    recovery_cases::admin_view(&index.ctx, id).await.unwrap().unwrap()
}

async fn join(index: &TestIndex, project: ProjectId, account: AccountId, role: Role) {
    let (id, at) = (index.id(), index.now());
    let joined: anyhow::Result<()> =
        transaction!(index.db, |write| { store::projects::insert_role(write, id, project, account, role, at).await });
    joined.unwrap();
}

async fn kinds(index: &TestIndex, kind: &str) -> Vec<String> {
    let lines = outbox(&index.ctx).await;
    let mut found: Vec<String> = lines.into_iter().filter(|line| line.kind == kind).map(|line| line.address).collect();
    found.sort_unstable();
    found
}

fn past_the_wait() -> TimeDelta {
    TimeDelta::days(7)
}

#[both]
async fn two_operators_let_an_owner_in_after_seven_days(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let bob = index.somebody("bob").await.account;
    let project = index.project("brie", ada.account).await;
    join(&index, project, bob, Role::Maintainer).await;
    let (case, _) = opened(&index, KNOWN).await;
    assert_eq!(view(&index, case).await.state, CaseState::Waiting);
    assert_eq!(kinds(&index, "recovery_opened").await, [KNOWN]);
    index.advance(past_the_wait());
    let [grace, mary] = operators(&index).await;
    assert_eq!(
        decide_case(&index.ctx, &grace, case, true, "Met in person").await.unwrap(),
        Decided::Approved { missing: 1 }
    );
    assert!(store::two_factor::standing(&mut index.db.read().await.unwrap(), ada.account).await.unwrap().is_required());
    assert_eq!(decide_case(&index.ctx, &mary, case, true, "So did I").await.unwrap(), Decided::Completed);
    let view = view(&index, case).await;
    assert_eq!(view.state, CaseState::Ended(Ending::Completed));
    assert_eq!(view.decisions.len(), 2);
    let mut read = index.db.read().await.unwrap();
    let standing = store::two_factor::standing(&mut read, ada.account).await.unwrap();
    assert_eq!((standing.all(), standing.codes_left), (0, 0));
    assert!(store::accounts::password_hash(&mut read, ada.account).await.unwrap().is_none());
    let tokens = store::tokens::list_of(&mut read, ada.account).await.unwrap();
    assert!(!tokens.is_empty() && tokens.iter().all(|token| token.revoked_at.is_some()));
    let held = store::recovery_cases::account::held_until(&mut read, ada.account).await.unwrap();
    assert_eq!(held, Some(index.now() + PUBLISH_HOLD));
    drop(read);
    assert_eq!(kinds(&index, "recovery_projects_told").await, ["bob@people.example"]);
    assert!(has_event(&index, ada.account, "recovery:complete").await);
}

#[both]
async fn the_mailed_link_chooses_a_password_and_publishing_is_held_for_three_days(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    for operator in operators(&index).await {
        decide_case(&index.ctx, &operator, case, true, "yes").await.unwrap();
    }
    let reset = secret(&index, "recovery_approved", LinkKind::ResetPassword.path()).await;
    password_reset::complete(&index.ctx, &visitor(), &reset, "violet gravel teapot ninety", None).await.unwrap();
    let actor = sign_in(&index, ada).await;
    let may = async |action| {
        let facts = store::permission::facts(&mut index.db.read().await.unwrap(), &actor, None).await.unwrap();
        decide(index.now(), &actor, action, &facts)
    };
    for action in [Action::CreateProject, Action::CreateToken] {
        assert!(matches!(may(action).await, Err(PermissionRefused::PublishHeld { .. })), "{action:?}");
    }
    assert_eq!(may(Action::ManageFactors).await, Ok(None));
    index.advance(PUBLISH_HOLD);
    let after = may(Action::CreateToken).await;
    assert!(!matches!(after, Err(PermissionRefused::PublishHeld { .. })), "{after:?}");
}

#[both]
async fn only_the_address_of_the_request_stays_verified(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let carol = index.somebody("carol").await.account;
    let brie = index.project("brie", ada).await;
    join(&index, brie, carol, Role::Owner).await;
    let (case, secret) = opened(&index, NEW).await;
    name_voucher(&index.ctx, &visitor(), &secret, "Carol").await.unwrap();
    let id = view(&index, case).await.evidence[0].id;
    let carol = sign_in(&index, carol).await;
    vouch(&index.ctx, &carol, &visitor(), id, true).await.unwrap();
    index.advance(past_the_wait());
    for operator in operators(&index).await {
        decide_case(&index.ctx, &operator, case, true, "yes").await.unwrap();
    }
    let rows = store::addresses::of(&mut index.db.read().await.unwrap(), ada).await.unwrap();
    let standing: Vec<_> =
        rows.iter().map(|row| (&row.address[..], row.is_primary, row.verified_at.is_some())).collect();
    assert_eq!(standing, [(NEW, true, true), (KNOWN, false, false)]);
    assert_eq!(kinds(&index, "recovery_approved").await, [NEW, KNOWN]);
}

#[both]
async fn nothing_is_told_of_accounts_that_are_none_or_operators(index: TestIndex) {
    operator(&index, "root").await;
    let frozen = index.somebody("frozen").await;
    freeze(&index.ctx, &Actor::Operator, &"frozen".parse().unwrap(), "a test").await.unwrap();
    for username in ["nobody", "root", &frozen.username, "!"] {
        let new =
            NewRequest { username: username.to_owned(), ..asked(&format!("x-{}@people.example", username.len())) };
        recovery_cases::request(&index.ctx, &visitor(), &new).await.unwrap();
    }
    assert_eq!(kinds(&index, "recovery_address_proof").await, [""; 0]);
}

#[tokio::test]
async fn a_request_is_limited_by_name_and_by_mailbox_alike_for_known_and_unknown_names() {
    let index = TestIndex::new().await;
    index.somebody("ada").await;
    for username in ["ada", "nobody"] {
        let request = |number: usize| NewRequest {
            username: username.to_owned(),
            contact: format!("{username}-{number}@people.example"),
            ..asked(NEW)
        };
        let mut refused = None;
        for number in 0..6 {
            index.advance(TimeDelta::minutes(10));
            refused = recovery_cases::request(&index.ctx, &visitor(), &request(number)).await.err().map(|_| number);
        }
        assert_eq!(refused, Some(5), "{username}");
    }
}

#[tokio::test]
async fn what_is_no_address_and_what_says_nothing_is_refused() {
    let index = TestIndex::new().await;
    let refused = recovery_cases::request(&index.ctx, &visitor(), &asked("nowhere")).await;
    assert_eq!(refusal(refused).code(), "recovery-contact");
    for reason in [" \n".to_owned(), "x".repeat(2001)] {
        let new = NewRequest { reason, ..asked(NEW) };
        assert_eq!(refusal(recovery_cases::request(&index.ctx, &visitor(), &new).await).code(), "recovery-text");
    }
}

#[both]
async fn looking_at_a_link_does_nothing_and_using_it_twice_opens_one_case(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let secret = ask(&index, KNOWN).await;
    for _ in 0..3 {
        assert!(matches!(look(&index.ctx, &secret).await.unwrap(), Request::Asked { username } if username == "ada"));
    }
    assert!(store::recovery_cases::open_of(&mut index.db.read().await.unwrap(), ada).await.unwrap().is_none());
    let first = recovery_cases::open(&index.ctx, &visitor(), &secret).await.unwrap();
    assert_eq!(recovery_cases::open(&index.ctx, &visitor(), &secret).await.unwrap(), first);
    assert!(matches!(look(&index.ctx, &secret).await.unwrap(), Request::Opened(view) if view.case.id == first));
    assert_eq!(kinds(&index, "recovery_opened").await.len(), 1);
}

#[tokio::test]
async fn a_request_that_nobody_confirms_within_a_day_is_over() {
    let index = TestIndex::new().await;
    index.somebody("ada").await;
    let secret = ask(&index, KNOWN).await;
    index.advance(TimeDelta::hours(24));
    assert_eq!(refusal(recovery_cases::open(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
    let objection = "A".repeat(43);
    for wrong in [&objection[..], "", "x", "../../x"] {
        assert_eq!(refusal(recovery_cases::open(&index.ctx, &visitor(), wrong).await).code(), "link-not-open");
    }
}

#[both]
async fn two_requests_at_once_open_one_case(index: TestIndex) {
    index.somebody("ada").await;
    let (one, two) = (ask(&index, KNOWN).await, ask(&index, KNOWN).await);
    let who = visitor();
    let both = tokio::join!(recovery_cases::open(&index.ctx, &who, &one), recovery_cases::open(&index.ctx, &who, &two));
    let (done, refused) = match both {
        (Ok(case), refused) => (case, refused),
        (refused, Ok(case)) => (case, refused),
        both => panic!("{both:?}"),
    };
    assert_eq!(refusal(refused).code(), "recovery-open-already");
    assert_eq!(view(&index, done).await.state, CaseState::Waiting);
}

#[both]
async fn who_objects_ends_the_case_once_and_strangers_stay_away_for_a_while(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (case, page) = opened(&index, NEW).await;
    let secret = objection(&index).await;
    for _ in 0..3 {
        let shown = recovery_cases::look_at_objection(&index.ctx, &secret).await.unwrap();
        assert_eq!(shown.username, "ada");
    }
    assert!(view(&index, case).await.state.is_open(), "a scanner of mails opened the link");
    recovery_cases::cancel(&index.ctx, &visitor(), &secret).await.unwrap();
    assert_eq!(view(&index, case).await.state, CaseState::Ended(Ending::Cancelled));
    assert_eq!(refusal(recovery_cases::cancel(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
    assert_eq!(kinds(&index, "recovery_cancelled").await, [NEW, KNOWN]);
    assert!(has_event(&index, ada, "recovery:cancel").await);
    let late = name_repository(&index.ctx, &visitor(), &page, "https://code.example/brie").await;
    assert_eq!(refusal(late).code(), "recovery-ended");

    let again = ask(&index, "other@people.example").await;
    assert_eq!(refusal(recovery_cases::open(&index.ctx, &visitor(), &again).await).code(), "recovery-quiet");
    // Who reads a verified address is not kept out by what strangers did.
    opened(&index, KNOWN).await;
}

#[both]
async fn any_sign_in_of_the_owner_ends_the_case(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (case, _) = opened(&index, NEW).await;
    open_after(&index.ctx, &Browser::new(visitor()), ada, SignInMethod::Totp).await.unwrap();
    let view = view(&index, case).await;
    assert_eq!(view.state, CaseState::Ended(Ending::Cancelled));
    assert_eq!(view.case.closed_because.as_deref(), Some("by-sign-in"));
    assert_eq!(kinds(&index, "recovery_cancelled").await, [NEW, KNOWN]);
    open_after(&index.ctx, &Browser::new(visitor()), ada, SignInMethod::Totp).await.unwrap();
    assert_eq!(kinds(&index, "recovery_cancelled").await.len(), 2);
}

#[both]
async fn the_end_of_an_account_ends_its_case(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (case, page) = opened(&index, KNOWN).await;
    freeze(&index.ctx, &Actor::Operator, &"ada".parse().unwrap(), "a test").await.unwrap();
    assert_eq!(view(&index, case).await.case.closed_because.as_deref(), Some("account-frozen"));

    let bob = index.somebody("bob").await.account;
    let new = NewRequest { username: "bob".to_owned(), ..asked("bob@people.example") };
    recovery_cases::request(&index.ctx, &visitor(), &new).await.unwrap();
    let secret = secret(&index, "recovery_address_proof", RecoveryLinkKind::Request.path()).await;
    let actor = sign_in(&index, bob).await;
    service::deletion::schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    index.advance(TimeDelta::hours(23));
    let case = recovery_cases::open(&index.ctx, &visitor(), &secret).await.unwrap();
    let [grace, _] = operators(&index).await;
    note(&index.ctx, &grace, case, "He remembered his dog").await.unwrap();
    index.advance(TimeDelta::days(7));
    assert_eq!(service::deletion::finish(&index.ctx).await.unwrap(), 1);
    let view = view(&index, case).await;
    assert_eq!(view.case.closed_because.as_deref(), Some("account-deleted"));
    assert_eq!((&view.case.contact[..], &view.case.reason[..], &view.case.network[..]), ("", "", ""));
    assert!(view.evidence.iter().all(|evidence| evidence.statement.is_empty()));
    assert!(view.notes.len() == 1 && view.notes[0].note.is_empty());
    assert_eq!(refusal(look(&index.ctx, &secret).await).code(), "link-not-open");
    // That of the frozen account is still there.
    assert!(matches!(look(&index.ctx, &page).await.unwrap(), Request::Opened(_)));
    let state = store::accounts::by_id(&mut index.db.read().await.unwrap(), ada).await.unwrap().unwrap().state;
    assert_eq!(state, AccountState::Frozen);
}

#[both]
async fn who_reads_a_verified_address_goes_before_a_stranger(index: TestIndex) {
    index.somebody("ada").await;
    let (stranger, _) = opened(&index, NEW).await;
    let second = ask(&index, "other@people.example").await;
    assert_eq!(refusal(recovery_cases::open(&index.ctx, &visitor(), &second).await).code(), "recovery-open-already");
    let (owner, _) = opened(&index, KNOWN).await;
    assert_eq!(view(&index, stranger).await.case.closed_because.as_deref(), Some("superseded"));
    let view = view(&index, owner).await;
    assert!(view.case.contact_is_known && view.is_enough);
    let third = ask(&index, KNOWN).await;
    assert_eq!(refusal(recovery_cases::open(&index.ctx, &visitor(), &third).await).code(), "recovery-open-already");
}

#[both]
async fn the_address_of_somebody_else_opens_nothing(index: TestIndex) {
    index.somebody("ada").await;
    index.somebody("bob").await;
    let secret = ask(&index, "bob@people.example").await;
    let refused = recovery_cases::open(&index.ctx, &visitor(), &secret).await;
    assert_eq!(refusal(refused).code(), "recovery-contact-taken");
}

#[both]
async fn nobody_decides_before_the_waiting_period_is_over_even_when_the_clock_went_back(index: TestIndex) {
    index.somebody("ada").await;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait() - TimeDelta::microseconds(1));
    let [grace, mary] = operators(&index).await;
    for approves in [true, false] {
        let refused = decide_case(&index.ctx, &grace, case, approves, "now").await;
        assert_eq!(refusal(refused).code(), "recovery-still-waiting");
    }
    index.advance(TimeDelta::microseconds(1));
    decide_case(&index.ctx, &grace, case, true, "now").await.unwrap();
    index.advance(-TimeDelta::days(3));
    let refused = decide_case(&index.ctx, &mary, case, true, "now").await;
    assert_eq!(refusal(refused).code(), "recovery-still-waiting");
}

#[both]
async fn one_operator_never_approves_twice(index: TestIndex) {
    index.somebody("ada").await;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let [grace, _] = operators(&index).await;
    decide_case(&index.ctx, &grace, case, true, "yes").await.unwrap();
    for approves in [true, false] {
        let again = decide_case(&index.ctx, &grace, case, approves, "yes, yes").await;
        assert_eq!(refusal(again).code(), "recovery-decided-already");
    }
    assert!(view(&index, case).await.state.is_open());
}

#[both]
async fn approvals_at_once_complete_a_case_once(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..6 {
        let account = operator(&index, &format!("operator-{number}")).await;
        let (ctx, actor) = (index.ctx.clone(), sign_in(&index, account).await);
        tasks.spawn(async move { decide_case(&ctx, &actor, case, true, "yes").await });
    }
    let (mut approved, mut completed) = (0, 0);
    while let Some(done) = tasks.join_next().await {
        match done.unwrap() {
            Ok(Decided::Approved { missing: 1 }) => approved += 1,
            Ok(Decided::Completed) => completed += 1,
            other => assert_eq!(refusal(other).code(), "recovery-ended"),
        }
    }
    assert_eq!((approved, completed), (1, 1));
    assert_eq!(kinds(&index, "recovery_approved").await, [KNOWN]);
    assert_eq!(view(&index, case).await.decisions.len(), 2);
    assert!(has_event(&index, ada, "recovery:complete").await);
}

#[both]
async fn of_an_objection_and_the_last_approval_at_once_one_counts(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (case, _) = opened(&index, KNOWN).await;
    let objection = objection(&index).await;
    index.advance(past_the_wait());
    let [grace, mary] = operators(&index).await;
    decide_case(&index.ctx, &grace, case, true, "yes").await.unwrap();
    let who = visitor();
    let (cancelled, decided) = tokio::join!(
        recovery_cases::cancel(&index.ctx, &who, &objection),
        decide_case(&index.ctx, &mary, case, true, "yes")
    );
    assert_ne!(cancelled.is_ok(), decided.is_ok());
    let is_required =
        store::two_factor::standing(&mut index.db.read().await.unwrap(), ada).await.unwrap().is_required();
    assert_eq!(is_required, cancelled.is_ok(), "factors go with the case that is completed, and only then");
    let ending = if cancelled.is_ok() { Ending::Cancelled } else { Ending::Completed };
    assert_eq!(view(&index, case).await.state, CaseState::Ended(ending));
}

#[both]
async fn one_rejection_ends_a_case_and_changes_nothing(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let [grace, mary] = operators(&index).await;
    decide_case(&index.ctx, &grace, case, true, "yes").await.unwrap();
    assert_eq!(decide_case(&index.ctx, &mary, case, false, "no").await.unwrap(), Decided::Rejected);
    assert_eq!(view(&index, case).await.state, CaseState::Ended(Ending::Rejected));
    assert_eq!(kinds(&index, "recovery_rejected").await, [KNOWN]);
    assert!(store::two_factor::standing(&mut index.db.read().await.unwrap(), ada.account).await.unwrap().is_required());
    let account = service::tokens::authenticate(&index.ctx, &ada.token).await.unwrap().account();
    assert_eq!(account, Some(ada.account));
}

#[both]
async fn the_requester_and_the_voucher_never_decide(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let [grace, mary] = operators(&index).await;
    let brie = index.project("brie", ada).await;
    join(&index, brie, grace.account().unwrap(), Role::Owner).await;
    let (case, secret) = opened(&index, NEW).await;
    name_voucher(&index.ctx, &visitor(), &secret, "grace").await.unwrap();
    let id = view(&index, case).await.evidence[0].id;
    vouch(&index.ctx, &grace, &visitor(), id, true).await.unwrap();
    index.advance(past_the_wait());
    let grace = sign_in(&index, grace.account().unwrap()).await;
    let refused = decide_case(&index.ctx, &grace, case, true, "I know her").await;
    assert_eq!(refusal(refused).code(), "recovery-is-party");
    // Made an operator meanwhile: their own case is none of theirs.
    let mary_case = decide_case(&index.ctx, &Actor::Operator, case, true, "by command").await;
    assert_eq!(refusal(mary_case).code(), "recovery-not-signed-in");
    let mary = sign_in(&index, mary.account().unwrap()).await;
    let missing = decide_case(&index.ctx, &mary, case, true, "yes").await.unwrap();
    assert_eq!(missing, Decided::Approved { missing: 1 });
}

#[both]
async fn only_operators_who_stepped_up_judge(index: TestIndex) {
    index.somebody("ada").await;
    let bob = index.somebody("bob").await.account;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let bob = sign_in(&index, bob).await;
    assert_eq!(refusal(decide_case(&index.ctx, &bob, case, true, "yes").await).code(), "no-role");
    assert_eq!(refusal(note(&index.ctx, &bob, case, "yes").await).code(), "no-role");
    let [grace, _] = operators(&index).await;
    index.advance(TimeDelta::minutes(15));
    assert_eq!(refusal(decide_case(&index.ctx, &grace, case, true, "yes").await).code(), "step-up-required");
}

#[both]
async fn a_new_address_alone_is_never_enough(index: TestIndex) {
    index.somebody("ada").await;
    let (case, secret) = opened(&index, NEW).await;
    name_repository(&index.ctx, &visitor(), &secret, "https://code.example/brie").await.unwrap();
    index.advance(past_the_wait());
    let [grace, mary] = operators(&index).await;
    let refused = decide_case(&index.ctx, &grace, case, true, "yes").await;
    assert_eq!(refusal(refused).code(), "recovery-nothing-proved");
    let id = view(&index, case).await.evidence[0].id;
    judge_evidence(&index.ctx, &grace, id, Verdict::Proved, "The text stands there").await.unwrap();
    decide_case(&index.ctx, &grace, case, true, "yes").await.unwrap();
    judge_evidence(&index.ctx, &mary, id, Verdict::Refuted, "It is a fork").await.unwrap();
    let refused = decide_case(&index.ctx, &mary, case, true, "yes").await;
    assert_eq!(refusal(refused).code(), "recovery-nothing-proved");
    let view = view(&index, case).await;
    assert_eq!(view.notes.len(), 2);
    assert_eq!(view.evidence[0].judge.as_deref(), Some("mary"));
}

#[both]
async fn a_voucher_answers_once_with_a_second_factor(index: TestIndex) {
    let ada = index.somebody("ada").await.account;
    let (carol, bob) = (index.somebody("carol").await.account, index.somebody("bob").await.account);
    let brie = index.project("brie", ada).await;
    join(&index, brie, carol, Role::Owner).await;
    join(&index, brie, bob, Role::Maintainer).await;
    let (case, secret) = opened(&index, NEW).await;
    for stranger in ["bob", "ada", "nobody", "!"] {
        let refused = name_voucher(&index.ctx, &visitor(), &secret, stranger).await;
        assert_eq!(refusal(refused).code(), "recovery-no-co-owner", "{stranger}");
    }
    name_voucher(&index.ctx, &visitor(), &secret, "carol").await.unwrap();
    assert_eq!(kinds(&index, "recovery_vouch").await, ["carol@people.example"]);
    let twice = name_voucher(&index.ctx, &visitor(), &secret, "CAROL").await;
    assert_eq!(refusal(twice).code(), "recovery-named-already");
    let id = view(&index, case).await.evidence[0].id;
    let bob = sign_in(&index, bob).await;
    assert_eq!(refusal(vouch(&index.ctx, &bob, &visitor(), id, true).await).code(), "recovery-not-asked");
    let weak = sign_in_with(&index, carol, None).await;
    assert_eq!(refusal(vouch(&index.ctx, &weak, &visitor(), id, true).await).code(), "recovery-voucher-factor");
    let carol = sign_in(&index, carol).await;
    assert_eq!(recovery_cases::look_at_vouch(&index.ctx, &carol, id).await.unwrap().username, "ada");
    vouch(&index.ctx, &carol, &visitor(), id, false).await.unwrap();
    let again = vouch(&index.ctx, &carol, &visitor(), id, true).await;
    assert_eq!(refusal(again).code(), "recovery-answered-already");
    assert_eq!(view(&index, case).await.evidence[0].verdict, Verdict::Refuted);
    let [grace, _] = operators(&index).await;
    let judged = judge_evidence(&index.ctx, &grace, id, Verdict::Proved, "They meant yes").await;
    assert_eq!(refusal(judged).code(), "recovery-proves-itself");
}

#[tokio::test]
async fn a_case_takes_five_repositories() {
    let index = TestIndex::new().await;
    index.somebody("ada").await;
    let (_, secret) = opened(&index, NEW).await;
    let name = async |number: u8| {
        name_repository(&index.ctx, &visitor(), &secret, &format!("https://code.example/{number}")).await
    };
    for number in 0..5 {
        name(number).await.unwrap();
    }
    assert_eq!(refusal(name(0).await).code(), "recovery-named-already");
    assert_eq!(refusal(name(5).await).code(), "recovery-too-much");
}

#[both]
async fn a_case_that_nobody_moves_for_thirty_days_expires(index: TestIndex) {
    index.somebody("ada").await;
    let (case, secret) = opened(&index, NEW).await;
    index.advance(TimeDelta::days(20));
    name_repository(&index.ctx, &visitor(), &secret, "https://code.example/brie").await.unwrap();
    index.advance(TimeDelta::days(30) - TimeDelta::microseconds(1));
    assert_eq!(recovery_cases::expire(&index.ctx).await.unwrap(), 0);
    index.advance(TimeDelta::microseconds(1));
    assert_eq!(recovery_cases::expire(&index.ctx).await.unwrap(), 1);
    assert_eq!(recovery_cases::expire(&index.ctx).await.unwrap(), 0);
    assert_eq!(view(&index, case).await.state, CaseState::Ended(Ending::Expired));
    let [grace, _] = operators(&index).await;
    assert_eq!(refusal(decide_case(&index.ctx, &grace, case, true, "yes").await).code(), "recovery-ended");
    note(&index.ctx, &grace, case, "Nobody answered").await.unwrap();
    // Time alone is no objection.
    opened(&index, "other@people.example").await;
}

#[tokio::test]
async fn one_operator_is_enough_where_the_settings_say_so() {
    let database = testkit::database::on(Engine::Sqlite).await;
    let index = TestIndex::with(database, |settings| settings.recovery_approvers = 1).await;
    index.somebody("ada").await;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let [grace, _] = operators(&index).await;
    assert_eq!(decide_case(&index.ctx, &grace, case, true, "yes").await.unwrap(), Decided::Completed);
}

#[tokio::test]
async fn an_approval_of_somebody_who_is_no_operator_any_more_does_not_count() {
    let index = TestIndex::new().await;
    index.somebody("ada").await;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let [grace, mary] = operators(&index).await;
    decide_case(&index.ctx, &grace, case, true, "yes").await.unwrap();
    freeze(&index.ctx, &Actor::Operator, &"grace".parse().unwrap(), "a test").await.unwrap();
    let decided = decide_case(&index.ctx, &mary, case, true, "yes").await.unwrap();
    assert_eq!(decided, Decided::Approved { missing: 1 });
}

#[both]
async fn the_figures_tell_what_became_of_cases(index: TestIndex) {
    index.somebody("ada").await;
    let (case, _) = opened(&index, KNOWN).await;
    index.advance(past_the_wait());
    let [grace, _] = operators(&index).await;
    decide_case(&index.ctx, &grace, case, false, "no").await.unwrap();
    opened(&index, KNOWN).await;
    let figures = recovery_cases::figures(&index.ctx).await.unwrap();
    assert_eq!((figures.opened, figures.still_open, figures.rejected), (2, 1, 1));
    assert_eq!(figures.median, Some(TimeDelta::days(7)));
    let (all, open) = store::recovery_cases::count(&mut index.db.read().await.unwrap()).await.unwrap();
    assert_eq!((all, open), (2, 1));
}

#[test]
fn the_refusals_of_a_stranger_are_told_apart_from_faults() {
    assert_eq!(RecoveryCaseRefused::NotAsked.kind(), domain::Kind::NotFound);
    assert_eq!(RecoveryCaseRefused::IsParty.kind(), domain::Kind::Forbidden);
}
