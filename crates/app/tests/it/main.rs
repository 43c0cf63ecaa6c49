//! The binary from outside: commands, the server, the renderer.

mod commands;
mod configuration;
mod harness;
mod nodes;
mod render;
mod serve;
