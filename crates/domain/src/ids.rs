//! Ids: UUIDv7, a type for each noun, so that one is never taken for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )+};
}

ids! {
    /// An account: a person who signs in, or a machine that an operator made.
    AccountId,
    /// A project.
    ProjectId,
    /// A release: one version of a project.
    ReleaseId,
    /// A distribution file.
    FileId,
    /// An API token.
    TokenId,
    /// A mandate.
    MandateId,
    /// A trusted publisher of a project.
    PublisherId,
    /// A programme that gives security keys away.
    ProgrammeId,
}
