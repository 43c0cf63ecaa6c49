//! Every page in every language, and descriptions from friend and foe.

mod descriptions;
mod html;
mod mails;
mod pages;
mod refusals;
mod words;
