//! API tokens: making, listing, revoking and recognising them.

pub mod authenticate;
pub mod create;
mod list;
mod refusal;
pub mod revoke;
mod warn_expiring;

pub use authenticate::{AuthenticationRefused, authenticate};
pub use create::{CreatedToken, NewToken, create};
pub(crate) use list::projects;
pub use list::{TokenLine, list};
pub use refusal::{CreateTokenRefused, ListTokensRefused, RevokeTokenRefused};
pub use revoke::revoke;
pub use warn_expiring::{WARNING, warn_expiring};

pub(crate) use authenticate::signature_holds;
