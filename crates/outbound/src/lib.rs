//! Other people's servers, each behind a trait.
