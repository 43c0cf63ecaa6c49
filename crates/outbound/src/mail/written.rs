//! Reading the mails of a folder back, for the pages of somebody who develops.

use super::files::time_of;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use mailparse::{MailHeaderMap as _, ParsedMail, parse_mail};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A mail that was written into a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenMail {
    /// The name of its file.
    pub name: String,
    pub at: DateTime<Utc>,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The newest mails of a folder, the last one first; none where there is no folder yet.
///
/// # Errors
/// When the folder or a mail in it cannot be read.
pub async fn newest_mails(folder: PathBuf, most: usize) -> Result<Vec<WrittenMail>> {
    let read = move || {
        let mut names = names(&folder)?;
        names.truncate(most);
        names.into_iter().filter_map(|(name, at)| read(&folder, name, at).transpose()).collect()
    };
    tokio::task::spawn_blocking(read).await.context("the work on a folder of mails broke down")?
}

/// One mail of a folder, by the name of its file; nothing for any other name.
///
/// # Errors
/// When the folder or the mail cannot be read.
pub async fn written_mail(folder: PathBuf, name: String) -> Result<Option<WrittenMail>> {
    let read = move || {
        // Only a name that the folder lists is opened: no path leads out of it.
        let found = names(&folder)?.into_iter().find(|(listed, _)| *listed == name);
        found.map_or(Ok(None), |(name, at)| read(&folder, name, at))
    };
    tokio::task::spawn_blocking(read).await.context("the work on a folder of mails broke down")?
}

/// The names of the mails in a folder, the newest first.
fn names(folder: &Path) -> Result<Vec<(String, DateTime<Utc>)>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.context("the folder of mails cannot be read")?,
    };
    let mut found: Vec<(DateTime<Utc>, std::time::SystemTime, String)> = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if let Some(at) = time_of(&name) {
            // Several mails of one second: the file that was written last is the newest.
            found.push((at, entry.metadata()?.modified()?, name));
        }
    }
    found.sort();
    Ok(found.into_iter().rev().map(|(at, _, name)| (name, at)).collect())
}

/// Nothing when the file went meanwhile.
fn read(folder: &Path, name: String, at: DateTime<Utc>) -> Result<Option<WrittenMail>> {
    let bytes = match std::fs::read(folder.join(&name)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        bytes => bytes.with_context(|| format!("a mail cannot be read: `{name}`"))?,
    };
    let mail = parse_mail(&bytes).with_context(|| format!("a mail is none: `{name}`"))?;
    let header = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
    let (to, subject) = (header("To"), header("Subject"));
    let (text, html) = (body(&mail, "text/plain")?, body(&mail, "text/html")?);
    Ok(Some(WrittenMail { name, at, to, subject, text, html }))
}

/// The first part of a type, decoded; empty where there is none.
fn body(mail: &ParsedMail<'_>, mimetype: &str) -> Result<String> {
    let part = mail.parts().find(|part| part.ctype.mimetype == mimetype);
    part.map_or(Ok(String::new()), |part| part.get_body().context("a mail cannot be decoded"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{MailFiles, MailTransport as _, OutgoingMail, Sender, fake::sample};
    use chrono::TimeDelta;
    use uuid::Uuid;

    fn transport(folder: &Path) -> MailFiles {
        MailFiles::new(folder.to_owned(), Sender::new("index@index.example").unwrap())
    }

    #[tokio::test]
    async fn a_mail_reads_as_it_was_sent() {
        let folder = tempfile::tempdir().unwrap();
        let long = format!("Ouvrez :\nhttps://index.example/account/{}\n", "x".repeat(300));
        let mail = OutgoingMail {
            subject: "Vérifiez votre adresse, s’il vous plaît, aujourd’hui et pas demain ou après-demain".to_owned(),
            text: long.clone(),
            html: format!("<p>é = {long}</p>"),
            ..sample()
        };
        transport(folder.path()).send(&mail).await.unwrap();
        let found = newest_mails(folder.path().to_owned(), 10).await.unwrap().remove(0);
        assert_eq!((found.to, found.subject, found.at), (mail.to, mail.subject, mail.at));
        assert_eq!(found.text.replace("\r\n", "\n").trim_end(), long.trim_end());
        assert_eq!(found.html.replace("\r\n", "\n").trim_end(), mail.html.trim_end());
    }

    #[tokio::test]
    async fn the_newest_comes_first_and_the_oldest_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for minutes in 0..5 {
            let at = sample().at + TimeDelta::minutes(minutes);
            let (id, subject) = (Uuid::from_u128(minutes.unsigned_abs().into()), minutes.to_string());
            transport(folder.path()).send(&OutgoingMail { id, at, subject, ..sample() }).await.unwrap();
        }
        let found = newest_mails(folder.path().to_owned(), 3).await.unwrap();
        assert_eq!(found.iter().map(|mail| &mail.subject[..]).collect::<Vec<_>>(), ["4", "3", "2"]);
    }

    #[tokio::test]
    async fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("mail");
        transport(folder.path()).send(&sample()).await.unwrap();
        transport(&inner).send(&OutgoingMail { id: Uuid::from_u128(9), ..sample() }).await.unwrap();
        let outer = newest_mails(folder.path().to_owned(), 1).await.unwrap().remove(0).name;
        assert!(written_mail(folder.path().to_owned(), outer.clone()).await.unwrap().is_some());
        for name in [outer.clone(), format!("../{outer}"), "..".to_owned(), String::new()] {
            assert_eq!(written_mail(inner.clone(), name.clone()).await.unwrap(), None, "{name}");
        }
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_holds_no_mail() {
        let folder = tempfile::tempdir().unwrap().path().join("none");
        assert_eq!(newest_mails(folder, 10).await.unwrap(), []);
    }
}
