//! Wire tests: requests to the real router, over a whole index.

mod downloads;
mod files;
mod freshness;
mod harness;
mod health;
mod json;
mod leaks;
mod mandate;
mod metrics;
mod negotiation;
mod root;
mod routes;
mod simple;
mod upload;
