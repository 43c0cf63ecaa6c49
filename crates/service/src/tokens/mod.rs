//! API tokens: making, revoking and recognising them.

pub mod authenticate;
pub mod create;
pub mod revoke;

pub use authenticate::{AuthenticationRefused, authenticate};
pub use create::{CreateTokenRefused, CreatedToken, NewToken, create};
pub use revoke::{RevokeTokenRefused, revoke};
