//! The binary from outside: commands, the server, the renderer.

mod admission;
mod commands;
mod configuration;
mod downloads;
mod giveaway;
mod harness;
mod matrix;
mod nodes;
mod passwords;
mod render;
mod serve;
