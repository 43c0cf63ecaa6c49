//! Wire tests: requests to the real router, over a whole index.

mod files;
mod freshness;
mod harness;
mod health;
mod json;
mod leaks;
mod negotiation;
mod root;
mod routes;
mod simple;
mod upload;
