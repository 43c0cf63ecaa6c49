//! Sending the outbox, and forgetting it.

use crate::harness::Index;
use chrono::TimeDelta;
use domain::ids::AccountId;
use jobs::{catalogue, worker::Step};
use service::mail::{Recipient, enqueue};
use store::{mail::MailLine, transaction};
use templates::{
    Language,
    mail::{Mail, MailLink, MailMessage},
};
use testkit_macros::both;

impl Index {
    async fn write(&self, message: MailMessage, unique_key: Option<&str>) -> bool {
        let account: Option<AccountId> = None;
        let to = Recipient { account, address: "ada@people.example".parse().unwrap(), language: Language::English };
        let mail = Mail::new(message);
        let written: anyhow::Result<bool> = transaction!(self.db, |write| {
            enqueue(&self.ctx, write, &to, &mail, unique_key.map(str::to_owned)).await
        });
        written.unwrap()
    }

    async fn outbox(&self) -> Vec<MailLine> {
        store::mail::newest(&mut self.db.read().await.unwrap(), 100).await.unwrap()
    }

    /// State and attempts of the only mail.
    async fn only(&self) -> (String, i32) {
        let lines = self.outbox().await;
        assert_eq!(lines.len(), 1);
        (lines[0].state.clone(), lines[0].attempts)
    }
}

#[both]
async fn a_mail_is_sent_once_and_marked(index: Index) {
    index.write(MailMessage::PasswordChanged, None).await;
    assert_eq!(index.step().await, Step::Done);
    assert_eq!(index.step().await, Step::Idle);
    let taken = index.carrier.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!((&taken[0].to[..], &taken[0].subject[..]), ("ada@people.example", "Password changed"));
    assert_eq!(index.only().await, ("sent".to_owned(), 1));
    assert_eq!(index.outbox().await[0].sent_at, Some(index.now()));
}

#[both]
async fn a_job_that_comes_twice_sends_once(index: Index) {
    index.write(MailMessage::PasswordChanged, None).await;
    let payload = serde_json::json!({ "mail_id": index.outbox().await[0].id });
    jobs::worker::enqueue(&index.ctx, "send_mail", &payload).await.unwrap();
    assert_eq!((index.step().await, index.step().await), (Step::Done, Step::Done));
    assert_eq!(index.carrier.taken().len(), 1);
}

#[both]
async fn a_server_that_is_down_is_asked_again_later(index: Index) {
    index.carrier.break_down();
    index.write(MailMessage::PasswordChanged, None).await;
    assert_eq!(index.step().await, Step::Done);
    assert_eq!(index.only().await, ("queued".to_owned(), 1));
    assert!(index.outbox().await[0].last_error.as_ref().unwrap().contains("nobody answers"));
    index.advance(TimeDelta::seconds(29));
    assert_eq!(index.step().await, Step::Idle);
    index.carrier.take();
    index.advance(TimeDelta::seconds(1));
    assert_eq!(index.step().await, Step::Done);
    assert_eq!(index.only().await, ("sent".to_owned(), 2));
}

#[both]
async fn a_server_that_is_down_for_days_is_given_up(index: Index) {
    index.carrier.break_down();
    index.write(MailMessage::PasswordChanged, None).await;
    assert_eq!(index.step().await, Step::Done);
    index.advance(TimeDelta::days(4));
    assert_eq!(index.step().await, Step::Buried);
    assert_eq!(index.only().await, ("failed".to_owned(), 2));
}

#[both]
async fn a_refused_mail_fails_at_once_and_the_operator_hears_of_it(index: Index) {
    index.carrier.reject();
    index.write(MailMessage::PasswordChanged, None).await;
    assert_eq!(index.step().await, Step::Buried);
    assert_eq!(index.only().await, ("failed".to_owned(), 1));
    let dead = store::jobs::dead_letters(&mut index.db.read().await.unwrap(), 10).await.unwrap();
    assert!(dead[0].last_error.as_ref().unwrap().contains("no such mailbox"));
}

#[both]
async fn a_mail_whose_link_has_expired_is_not_sent(index: Index) {
    let link = MailLink { url: "https://index.example/x".to_owned(), expires: index.now() + TimeDelta::hours(6) };
    index.carrier.break_down();
    index.write(MailMessage::PasswordReset { link }, None).await;
    assert_eq!(index.step().await, Step::Done);
    index.carrier.take();
    index.advance(TimeDelta::hours(6));
    assert_eq!(index.step().await, Step::Done);
    assert_eq!(index.only().await.0, "suppressed");
    assert!(index.carrier.taken().is_empty());
}

#[both]
async fn the_outbox_keeps_no_link_that_was_sent(index: Index) {
    let link = MailLink { url: "https://index.example/x".to_owned(), expires: index.now() + TimeDelta::hours(6) };
    index.write(MailMessage::PasswordReset { link }, None).await;
    assert_eq!(index.step().await, Step::Done);
    assert!(index.carrier.taken()[0].text.contains("https://index.example/x"));
    let id = index.outbox().await[0].id;
    let (_, text, html) = store::mail::bodies(&mut index.db.read().await.unwrap(), id).await.unwrap().unwrap();
    assert_eq!((&text[..], &html[..]), ("", ""));
}

#[both]
async fn sent_mails_are_forgotten_after_ninety_days(index: Index) {
    index.write(MailMessage::PasswordChanged, None).await;
    index.step().await;
    index.advance(TimeDelta::days(90));
    index.run(catalogue::FORGET_MAILS).await;
    assert_eq!(index.outbox().await.len(), 1);
    index.advance(TimeDelta::microseconds(1));
    index.run(catalogue::FORGET_MAILS).await;
    assert!(index.outbox().await.is_empty());
}

#[both]
async fn a_mail_that_waits_is_never_forgotten(index: Index) {
    index.write(MailMessage::PasswordChanged, None).await;
    index.advance(TimeDelta::days(91));
    index.run(catalogue::FORGET_MAILS).await;
    assert_eq!(index.only().await.0, "queued");
}

#[both]
async fn what_a_person_gets_once_is_emptied_and_not_sent_again(index: Index) {
    index.write(MailMessage::AccountFrozen, Some("once")).await;
    index.step().await;
    index.advance(TimeDelta::days(91));
    index.run(catalogue::FORGET_MAILS).await;
    let lines = index.outbox().await;
    assert_eq!((&lines[0].address[..], &lines[0].subject[..]), ("", ""));
    assert!(!index.write(MailMessage::AccountFrozen, Some("once")).await);
}
