//! The acts: each refusal and the happy path, the clock moved by hand.

mod accounts;
mod keys;
mod mail;
mod mandate;
mod projects;
mod publish;
mod setup;
mod tokens;
