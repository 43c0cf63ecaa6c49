//! Transports: a folder of files, and a server that speaks just enough SMTP or HTTP.

mod files;
mod password_range;
mod scanner_keys;
mod smtp;

use outbound::mail::{OutgoingMail, Sender};
use uuid::Uuid;

fn sender() -> Sender {
    Sender::new("Index <index@index.example>").unwrap()
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
        kind: "password_changed".to_owned(),
        to: "ada@people.example".to_owned(),
        language: "fr".to_owned(),
        subject: "Mot de passe changé".to_owned(),
        text: "Le mot de passe a été changé.\n.\nC’est tout.\n".to_owned(),
        html: "<p>Le mot de passe a été changé.</p>\n".to_owned(),
        at: chrono::DateTime::from_timestamp(1_774_958_400, 0).unwrap(),
    }
}
