//! Why no token is made or revoked.

use crate::sessions::StepUpRefused;
use domain::{
    Kind, Refusal, accounts::AccountState, ids::TokenId, permission::PermissionRefused, tokens::LONGEST_TOKEN_NAME,
};

/// Why no token is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateTokenRefused {
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error(transparent)]
    StepUp(#[from] StepUpRefused),
    #[error("API tokens are made by the person who uses them; an operator makes them for others by command")]
    NotOwn,
    #[error("No account has this user name: `{username}`; `fromagerie user list` shows them")]
    NoAccount { username: String },
    #[error("The account is {state}: `{username}`; only an active account gets tokens", state = .state.as_str())]
    AccountNotActive { username: String, state: AccountState },
    #[error("The name of a token has 1 to {LONGEST_TOKEN_NAME} characters, none of them a control character")]
    Name,
    #[error("The account has a token of this name already: `{name}`; choose another or revoke that one")]
    NameTaken { name: String },
    #[error("No project has this name: `{project}`; a token for one project is made after its first upload")]
    NoProject { project: String },
    #[error("You have no role on the project: `{project}`; a token for it would open nothing")]
    NoRole { project: String },
    #[error("A token expires after at least one second and at most 100 years")]
    Expiry,
}

/// Why a token is not revoked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevokeTokenRefused {
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error(transparent)]
    StepUp(#[from] StepUpRefused),
    #[error("An API token cannot revoke tokens; its owner does it on the site or an operator by command")]
    NotByToken,
    #[error("No token has this id: `{id}`; `fromagerie token list` shows them")]
    NoToken { id: TokenId },
    #[error("The token was revoked before: `{id}`")]
    AlreadyRevoked { id: TokenId },
}

/// Why tokens are not listed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListTokensRefused {
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error("API tokens are listed for their owner, who is signed in on the site")]
    NotSignedIn,
}

impl Refusal for CreateTokenRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::StepUp(refusal) => refusal.kind(),
            Self::NotOwn | Self::NoRole { .. } => Kind::Forbidden,
            Self::NoAccount { .. } | Self::NoProject { .. } => Kind::NotFound,
            Self::AccountNotActive { .. } | Self::NameTaken { .. } => Kind::Conflict,
            Self::Name | Self::Expiry => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::StepUp(refusal) => refusal.code(),
            Self::NotOwn => "token-not-own",
            Self::NoAccount { .. } => "token-no-account",
            Self::AccountNotActive { .. } => "token-account-not-active",
            Self::Name => "token-name",
            Self::NameTaken { .. } => "token-name-taken",
            Self::NoProject { .. } => "token-no-project",
            Self::NoRole { .. } => "token-no-role",
            Self::Expiry => "token-expiry",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::StepUp(refusal) => refusal.parameters(),
            Self::NoAccount { username } => vec![("username", username.clone())],
            Self::AccountNotActive { username, state } => {
                vec![("username", username.clone()), ("state", state.as_str().to_owned())]
            }
            Self::Name => vec![("most", LONGEST_TOKEN_NAME.to_string())],
            Self::NameTaken { name } => vec![("name", name.clone())],
            Self::NoProject { project } | Self::NoRole { project } => vec![("project", project.clone())],
            Self::NotOwn | Self::Expiry => Vec::new(),
        }
    }
}

impl Refusal for RevokeTokenRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::StepUp(refusal) => refusal.kind(),
            Self::NotByToken => Kind::Forbidden,
            Self::NoToken { .. } => Kind::NotFound,
            Self::AlreadyRevoked { .. } => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::StepUp(refusal) => refusal.code(),
            Self::NotByToken => "revoke-not-by-token",
            Self::NoToken { .. } => "revoke-no-token",
            Self::AlreadyRevoked { .. } => "revoke-already",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::StepUp(refusal) => refusal.parameters(),
            Self::NotByToken => Vec::new(),
            Self::NoToken { id } | Self::AlreadyRevoked { id } => vec![("id", id.to_string())],
        }
    }
}

impl Refusal for ListTokensRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::NotSignedIn => Kind::Unauthenticated,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::NotSignedIn => "tokens-not-signed-in",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::NotSignedIn => Vec::new(),
        }
    }
}
