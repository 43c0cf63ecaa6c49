//! The outbox.

use chrono::TimeDelta;
use domain::ids::AccountId;
use service::mail::{Recipient, SEND_MAIL, enqueue, language_of, to_all_verified};
use store::{accounts::NewAccount, mail::MailLine, transaction};
use templates::{
    Language,
    mail::{Mail, MailLink, MailMessage},
};
use testkit_index::TestIndex;
use testkit_macros::both;

async fn account(index: &TestIndex) -> AccountId {
    index.somebody("ada").await.account
}

fn recipient(account: Option<AccountId>, language: Language) -> Recipient {
    Recipient { account, address: "ada@elsewhere.example".parse().unwrap(), language }
}

async fn write(index: &TestIndex, recipient: &Recipient, message: MailMessage, unique_key: Option<&str>) -> bool {
    let mail = Mail::new(message);
    let written: anyhow::Result<bool> = transaction!(index.db, |write| {
        enqueue(&index.ctx, write, recipient, &mail, unique_key.map(str::to_owned)).await
    });
    written.unwrap()
}

async fn write_to_all(index: &TestIndex, account: AccountId) -> usize {
    let mail = Mail::new(MailMessage::PasswordChanged);
    let written: anyhow::Result<usize> =
        transaction!(index.db, |write| { to_all_verified(&index.ctx, write, account, &mail).await });
    written.unwrap()
}

async fn outbox(index: &TestIndex) -> Vec<MailLine> {
    store::mail::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap()
}

async fn text_of(index: &TestIndex, line: &MailLine) -> String {
    store::mail::bodies(&mut index.db.read().await.unwrap(), line.id).await.unwrap().unwrap().1
}

async fn jobs_waiting(index: &TestIndex) -> usize {
    let waiting = store::jobs::waiting(&mut index.db.read().await.unwrap(), 100).await.unwrap();
    waiting.iter().filter(|job| job.kind == SEND_MAIL).count()
}

#[both]
async fn a_mail_is_a_row_with_its_words_and_a_job(index: TestIndex) {
    let account = account(&index).await;
    assert!(write(&index, &recipient(Some(account), Language::French), MailMessage::PasswordChanged, None).await);
    let lines = outbox(&index).await;
    let line = &lines[0];
    assert_eq!(
        (&line.kind[..], &line.state[..], &line.language[..], &line.address[..]),
        ("password_changed", "queued", "fr", "ada@elsewhere.example")
    );
    assert_eq!(line.subject, "Mot de passe changé");
    assert!(text_of(&index, line).await.contains("Compte\u{a0}: ada\n"));
    assert_eq!((lines.len(), jobs_waiting(&index).await), (1, 1));
}

#[both]
async fn what_happened_says_when(index: TestIndex) {
    let account = account(&index).await;
    write(&index, &recipient(Some(account), Language::English), MailMessage::PasswordChanged, None).await;
    let expected = format!("When: {}\n", index.now().format("%Y-%m-%d %H:%M UTC"));
    assert!(text_of(&index, &outbox(&index).await[0]).await.contains(&expected));
}

#[both]
async fn a_stranger_can_be_invited(index: TestIndex) {
    let link = MailLink { url: index.settings.urls.absolute("/x"), expires: index.now() + TimeDelta::days(7) };
    let message = MailMessage::Invitation { link, inviter: None };
    assert!(write(&index, &recipient(None, Language::English), message, None).await);
    let lines = outbox(&index).await;
    assert_eq!(lines[0].account_id, None);
    assert!(!text_of(&index, &lines[0]).await.contains("Account:"));
}

#[both]
async fn a_unique_key_is_written_once(index: TestIndex) {
    let account = account(&index).await;
    let to = recipient(Some(account), Language::English);
    assert!(write(&index, &to, MailMessage::AccountFrozen, Some("once")).await);
    assert!(!write(&index, &to, MailMessage::AccountFrozen, Some("once")).await);
    assert!(write(&index, &to, MailMessage::AccountFrozen, Some("another")).await);
    assert_eq!((outbox(&index).await.len(), jobs_waiting(&index).await), (2, 2));
}

#[both]
async fn a_write_that_is_taken_back_leaves_no_mail(index: TestIndex) {
    let account = account(&index).await;
    let to = recipient(Some(account), Language::English);
    let mail = Mail::new(MailMessage::PasswordChanged);
    let refused: anyhow::Result<()> = transaction!(index.db, |write| {
        enqueue(&index.ctx, write, &to, &mail, None).await?;
        anyhow::bail!("another rule says no")
    });
    assert!(refused.is_err());
    assert_eq!((outbox(&index).await.len(), jobs_waiting(&index).await), (0, 0));
}

#[both]
async fn every_verified_address_gets_a_mail_in_the_language_of_the_account(index: TestIndex) {
    let account = account(&index).await;
    let set: anyhow::Result<()> =
        transaction!(index.db, |write| { store::mail::set_language(write, account, "fr").await });
    set.unwrap();
    assert_eq!(write_to_all(&index, account).await, 1);
    let lines = outbox(&index).await;
    assert_eq!((&lines[0].address[..], &lines[0].language[..]), ("ada@people.example", "fr"));
}

#[both]
async fn an_account_without_a_choice_reads_english(index: TestIndex) {
    let account = account(&index).await;
    let mut read = index.db.read().await.unwrap();
    assert_eq!(language_of(&mut read, account).await.unwrap(), Language::English);
}

#[both]
async fn an_address_that_is_not_verified_gets_none(index: TestIndex) {
    let id = AccountId(index.ctx.id());
    let (username, address) = ("grace".parse().unwrap(), "grace@people.example".parse().unwrap());
    let new = NewAccount {
        id,
        username: &username,
        password_hash: None,
        superuser: false,
        address_id: index.ctx.id(),
        address: &address,
        address_verified_at: None,
        created_at: index.now(),
    };
    let made: anyhow::Result<()> = transaction!(index.db, |write| { store::accounts::insert(write, &new).await });
    made.unwrap();
    assert_eq!(write_to_all(&index, id).await, 0);
    assert!(outbox(&index).await.is_empty());
}

#[both]
async fn fifty_writes_of_one_unique_key_at_once_make_one_mail(index: TestIndex) {
    let to = recipient(None, Language::English);
    let writes = (0..50).map(|_| write(&index, &to, MailMessage::AccountFrozen, Some("once")));
    let written = futures::future::join_all(writes).await;
    assert_eq!(written.into_iter().filter(|is_new| *is_new).count(), 1);
    assert_eq!((outbox(&index).await.len(), jobs_waiting(&index).await), (1, 1));
}
