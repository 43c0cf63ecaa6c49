//! The acts: each refusal and the happy path, the clock moved by hand.

mod accounts;
mod addresses;
mod deletion;
mod factors;
mod keys;
mod leaks;
mod limits;
mod mail;
mod mandate;
mod password_reset;
mod passwords;
mod projects;
mod publish;
mod recovery;
mod registration;
mod sessions;
mod setup;
mod tokens;
mod tokens_of_people;
mod two_factor;
mod webauthn;
