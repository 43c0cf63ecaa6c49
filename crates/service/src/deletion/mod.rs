//! Deleting an account: seven days to take it back, then nothing is left but its id.

pub mod finish;
pub mod refusal;
pub mod retain;
pub mod schedule;
pub mod undo;

pub use finish::finish;
pub use refusal::DeletionRefused;
pub use retain::{Forgotten, retain};
pub use schedule::schedule;
pub use undo::{OpenUndo, cancel, open, undo};
