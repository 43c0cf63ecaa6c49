//! The binary from outside: commands, the server, the renderer.

mod admission;
mod commands;
mod configuration;
mod critical;
mod downloads;
mod giveaway;
mod harness;
mod mandate;
mod matrix;
mod nodes;
mod passwords;
mod render;
mod serve;
mod switches;
