//! Mails as files.

use crate::{mail, sender};
use chrono::TimeDelta;
use outbound::mail::{MailFiles, MailTransport as _, OutgoingMail, SendFailure};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

const NAME: &str = "20260331T120000Z-password_changed-01900000-0000-7000-8000-000000000001.eml";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_mail_is_a_file_named_by_time_and_kind() {
    let folder = tempfile::tempdir().unwrap();
    MailFiles::new(folder.path().join("mail"), sender()).send(&mail()).await.unwrap();
    assert_eq!(names(&folder.path().join("mail")), [NAME]);
    let text = fs::read_to_string(folder.path().join("mail").join(NAME)).unwrap();
    assert!(text.contains("To: ada@people.example\r\n"), "{text}");
}

#[tokio::test]
async fn only_the_owner_reads_folder_and_file() {
    let folder = tempfile::tempdir().unwrap();
    let mails = folder.path().join("mail");
    MailFiles::new(mails.clone(), sender()).send(&mail()).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&mails), mode(&mails.join(NAME))), (0o700, 0o600));
}

#[tokio::test]
async fn a_mail_sent_twice_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let files = MailFiles::new(folder.path().to_owned(), sender());
    files.send(&mail()).await.unwrap();
    fs::write(folder.path().join(format!(".{}.tmp", mail().id)), "half").unwrap();
    files.send(&mail()).await.unwrap();
    assert_eq!(names(folder.path()), [NAME]);
}

#[tokio::test]
async fn a_kind_never_leaves_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mails = folder.path().join("mail");
    let hostile = OutgoingMail { kind: "../../up".to_owned(), ..mail() };
    MailFiles::new(mails.clone(), sender()).send(&hostile).await.unwrap();
    assert_eq!(names(&mails), [NAME.replace("password_changed", "up")]);
}

#[tokio::test]
async fn old_mails_are_forgotten_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let files = MailFiles::new(folder.path().to_owned(), sender());
    let later = OutgoingMail { at: mail().at + TimeDelta::days(1), ..mail() };
    files.send(&mail()).await.unwrap();
    files.send(&later).await.unwrap();
    fs::write(folder.path().join("notes.eml"), "mine").unwrap();
    assert_eq!(files.forget(later.at).await.unwrap(), 1);
    assert_eq!(names(folder.path()), [&NAME.replace("20260331", "20260401"), "notes.eml"]);
}

#[tokio::test]
async fn a_folder_that_never_was_has_nothing_to_forget() {
    let folder = tempfile::tempdir().unwrap();
    let files = MailFiles::new(folder.path().join("none"), sender());
    assert_eq!(files.forget(mail().at).await.unwrap(), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_worth_another_attempt() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mail"), "a file").unwrap();
    let sent = MailFiles::new(folder.path().join("mail"), sender()).send(&mail()).await;
    assert!(matches!(sent, Err(SendFailure::Unavailable(_))), "{sent:?}");
}
