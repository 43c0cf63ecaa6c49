//! What each route answers to whom: one row for each row of the routers.

use super::world::{Answer, Caller};

/// What an answer means to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// 2xx: done, or shown.
    Served,
    /// A redirect to another address than the two below.
    Moved,
    /// The caller may ask, but asks for something wrong, or for what is not there.
    Wrong,
    ToSignIn,
    ToStepUp,
    /// 401 or 403.
    Refused,
    /// 5xx, which no row expects but for health.
    Broken,
}

impl Class {
    pub(super) fn of(answer: &Answer) -> Self {
        let leads_to = |path: &str| answer.location.starts_with(&format!("http://localhost:8080{path}?next="));
        match answer.status {
            200..=299 => Self::Served,
            300..=399 if leads_to("/account/sign-in/") => Self::ToSignIn,
            300..=399 if leads_to("/account/step-up/") => Self::ToStepUp,
            300..=399 => Self::Moved,
            401 | 403 => Self::Refused,
            400..=499 => Self::Wrong,
            _ => Self::Broken,
        }
    }
}

/// Who gets which answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// Everybody the same: what is public, and links whose secret is the credential.
    Everybody(Class),
    /// Only a token may upload, and only one that holds for the project.
    Upload,
    /// A session gets the first, everybody else the second.
    Session(Class, Class),
    /// The first in a session that has stepped up, the second in another, the third outside.
    SteppedUp(Class, Class, Class),
    /// The first in a session of an account with a second factor, the second without, the third outside.
    Factor(Class, Class, Class),
    /// The first in a session of an account with a security key, the second without, the third outside.
    Key(Class, Class, Class),
    /// Making an API token: a step-up, a verified address, and what the mandate demands.
    MakeToken,
    /// The page of the API tokens, from which whoever lacks a factor is led away.
    Tokens,
    /// The first for an owner of the project, the second for a maintainer, the third outside of any
    /// session; to others the page does not exist.
    Role(Class, Class, Class),
    /// For an owner of the project who has stepped up and whom no mandate stops.
    Deletes(Class),
    /// A change by an owner of the project, whom the mandate gates.
    Manages(Class),
    /// The first for a superuser who has stepped up, the second outside of any session; a superuser
    /// who has not is led to do so, and nobody else learns that the page exists.
    Operators(Class, Class),
}

impl Rule {
    pub(super) const fn expects(self, caller: Caller) -> Class {
        match self {
            Self::Everybody(class) => class,
            Self::Upload if caller.may_upload() => Class::Served,
            Self::Upload => Class::Refused,
            Self::Session(_, outside)
            | Self::SteppedUp(_, _, outside)
            | Self::Factor(_, _, outside)
            | Self::Key(_, _, outside)
            | Self::Role(_, _, outside)
            | Self::Operators(_, outside)
                if !caller.is_signed_in() =>
            {
                outside
            }
            Self::Session(inside, _) => inside,
            Self::SteppedUp(_, asked, _) if !caller.has_stepped_up() => asked,
            Self::SteppedUp(inside, _, _) => inside,
            Self::Factor(_, without, _) if !caller.has_factor() => without,
            Self::Factor(with, _, _) => with,
            Self::Key(with, _, _) if matches!(caller, Caller::WithWebAuthn) => with,
            Self::Key(_, without, _) => without,
            Self::MakeToken => match caller {
                Caller::OwnerNotSteppedUp | Caller::OperatorNotSteppedUp => Class::ToStepUp,
                Caller::OwnerWithoutFactor => Class::Moved,
                Caller::Unverified => Class::Refused,
                caller if caller.is_signed_in() => Class::Served,
                _ => Class::Refused,
            },
            Self::Tokens => match caller {
                Caller::OwnerNotSteppedUp | Caller::OperatorNotSteppedUp => Class::ToStepUp,
                Caller::OwnerWithoutFactor => Class::Moved,
                caller if caller.is_signed_in() => Class::Served,
                _ => Class::ToSignIn,
            },
            Self::Role(owner, maintainer, _) => match caller {
                Caller::Owner | Caller::OwnerNotSteppedUp | Caller::OwnerWithoutFactor => owner,
                Caller::Maintainer => maintainer,
                _ => Class::Wrong,
            },
            Self::Deletes(shown) => match caller {
                Caller::Owner => shown,
                Caller::OwnerNotSteppedUp => Class::ToStepUp,
                Caller::OwnerWithoutFactor => Class::Moved,
                Caller::Maintainer => Class::Refused,
                caller if caller.is_signed_in() => Class::Wrong,
                _ => Class::ToSignIn,
            },
            Self::Manages(done) => match caller {
                Caller::Owner | Caller::OwnerNotSteppedUp => done,
                // Led to where a second factor is added.
                Caller::OwnerWithoutFactor => Class::Moved,
                Caller::Maintainer => Class::Refused,
                caller if caller.is_signed_in() => Class::Wrong,
                _ => Class::Refused,
            },
            Self::Operators(inside, _) => match caller {
                Caller::Operator => inside,
                Caller::OperatorNotSteppedUp => Class::ToStepUp,
                _ => Class::Wrong,
            },
        }
    }
}

use Class::{Moved, Refused, Served, ToSignIn, ToStepUp, Wrong};
use Rule::{Deletes, Everybody, Factor, Key, MakeToken, Manages, Operators, Role, Session, SteppedUp, Tokens, Upload};

/// The table. A route without a row fails the test, and so does a row without a route.
pub(super) const TABLE: &[(&str, Rule)] = &[
    ("GET /simple", Everybody(Moved)),
    ("POST /simple", Everybody(Wrong)),
    ("GET /simple/", Everybody(Served)),
    ("POST /simple/", Everybody(Wrong)),
    ("OPTIONS /simple/", Everybody(Served)),
    ("GET /simple/{name}", Everybody(Moved)),
    ("GET /simple/{name}/", Everybody(Served)),
    ("POST /simple/{name}/", Everybody(Wrong)),
    ("OPTIONS /simple/{name}/", Everybody(Served)),
    ("GET /files/{*path}", Everybody(Served)),
    ("OPTIONS /files/{*path}", Everybody(Served)),
    ("GET /packages/{*path}", Everybody(Served)),
    ("OPTIONS /packages/{*path}", Everybody(Served)),
    ("GET /pypi/{name}/json", Everybody(Served)),
    ("GET /pypi/{name}/json/", Everybody(Served)),
    ("GET /pypi/{name}/{version}/json", Everybody(Served)),
    ("GET /pypi/{name}/{version}/json/", Everybody(Served)),
    ("OPTIONS /pypi/{name}/json", Everybody(Served)),
    ("OPTIONS /pypi/{name}/{version}/json", Everybody(Served)),
    ("POST /legacy/", Upload),
    ("GET /legacy/", Everybody(Served)),
    ("POST /legacy", Everybody(Moved)),
    ("POST /pypi", Everybody(Wrong)),
    ("POST /pypi/", Everybody(Wrong)),
    ("GET /_/oidc/audience", Everybody(Wrong)),
    // The report is empty; that of a real token is the credential for its own end.
    ("POST /_/secrets/disclose-token", Everybody(Wrong)),
    ("POST /_/github/disclose-token", Everybody(Wrong)),
    ("GET /healthz", Everybody(Served)),
    ("GET /readyz", Everybody(Served)),
    ("GET /", Everybody(Served)),
    ("GET /project/{name}", Everybody(Moved)),
    ("GET /project/{name}/", Everybody(Served)),
    ("GET /project/{name}/{version}", Everybody(Moved)),
    ("GET /project/{name}/{version}/", Everybody(Served)),
    ("GET /stats", Everybody(Moved)),
    ("GET /stats/", Everybody(Served)),
    ("GET /stats/downloads", Everybody(Moved)),
    ("GET /stats/downloads/", Everybody(Served)),
    ("GET /stats/downloads/{name}", Everybody(Moved)),
    ("GET /stats/downloads/{name}/", Everybody(Served)),
    ("GET /stats/critical", Everybody(Moved)),
    ("GET /stats/critical/", Everybody(Served)),
    ("GET /stats/critical/history", Everybody(Moved)),
    ("GET /stats/critical/history/", Everybody(Served)),
    ("GET /stats/two-factor", Everybody(Moved)),
    ("GET /stats/two-factor/", Everybody(Served)),
    ("GET /help", Everybody(Moved)),
    ("GET /help/", Everybody(Served)),
    ("GET /help/{topic}", Everybody(Moved)),
    ("GET /help/{topic}/", Everybody(Served)),
    ("GET /setup/{secret}", Everybody(Wrong)),
    ("POST /setup/{secret}", Everybody(Wrong)),
    ("GET /static/{hash}/{name}", Everybody(Served)),
    ("GET /robots.txt", Everybody(Served)),
    ("GET /favicon.ico", Everybody(Moved)),
    // The way in to an account: whoever is in already has no business there.
    ("GET /account/sign-in", Everybody(Moved)),
    ("GET /account/sign-in/", Session(Moved, Served)),
    ("POST /account/sign-in/", Everybody(Refused)),
    ("GET /account/sign-in/factor/", Everybody(Moved)),
    ("POST /account/sign-in/factor/", Everybody(Wrong)),
    ("POST /account/sign-in/factor/key", Everybody(Wrong)),
    ("GET /account/sign-in/device/", Everybody(Moved)),
    ("POST /account/sign-in/device/", Everybody(Wrong)),
    ("GET /account/confirm-device/{secret}", Everybody(Wrong)),
    ("POST /account/confirm-device/{secret}", Everybody(Wrong)),
    ("POST /account/passkey/begin", Everybody(Served)),
    ("POST /account/passkey/finish", Everybody(Refused)),
    ("POST /account/sign-out/", Everybody(Moved)),
    ("GET /account/step-up/", SteppedUp(Moved, Served, ToSignIn)),
    ("POST /account/step-up/", Factor(Wrong, Refused, Refused)),
    ("POST /account/step-up/key", Key(Served, Wrong, Refused)),
    ("GET /account/register", Everybody(Moved)),
    ("GET /account/register/", Session(Moved, Served)),
    // A fresh index is for the invited.
    ("POST /account/register/", Everybody(Refused)),
    ("GET /account/invitation/{secret}", Everybody(Wrong)),
    ("POST /account/invitation/{secret}", Everybody(Wrong)),
    ("GET /account/confirm-registration/{secret}", Everybody(Wrong)),
    ("POST /account/confirm-registration/{secret}", Everybody(Wrong)),
    ("GET /account/verify-address/{secret}", Everybody(Wrong)),
    ("POST /account/verify-address/{secret}", Everybody(Wrong)),
    ("GET /account/reset/", Everybody(Served)),
    ("POST /account/reset/", Everybody(Served)),
    ("GET /account/reset-password/{secret}", Everybody(Wrong)),
    ("POST /account/reset-password/{secret}", Everybody(Wrong)),
    ("POST /account/reset-password/{secret}/key", Everybody(Wrong)),
    // The account's own pages: nobody's but the owner's, and never a token's.
    ("GET /account", Everybody(Moved)),
    ("GET /account/addresses", Everybody(Moved)),
    ("GET /account/password", Everybody(Moved)),
    ("GET /account/two-factor", Everybody(Moved)),
    ("GET /account/recovery-codes", Everybody(Moved)),
    ("GET /account/sessions", Everybody(Moved)),
    ("GET /account/tokens", Everybody(Moved)),
    ("GET /account/events", Everybody(Moved)),
    ("GET /account/", Session(Served, ToSignIn)),
    ("GET /account/addresses/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("POST /account/addresses/", SteppedUp(Moved, ToStepUp, Refused)),
    ("POST /account/addresses/resend/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("POST /account/addresses/cancel/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("POST /account/addresses/primary/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("POST /account/addresses/public/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("POST /account/addresses/private/", SteppedUp(Moved, ToStepUp, Refused)),
    ("GET /account/addresses/remove/", SteppedUp(Moved, ToStepUp, ToSignIn)),
    ("POST /account/addresses/remove/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/password/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("POST /account/password/", SteppedUp(Refused, ToStepUp, Refused)),
    ("GET /account/two-factor/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("GET /account/two-factor/totp/add/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("POST /account/two-factor/totp/add/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/two-factor/keys/add/", SteppedUp(Served, ToStepUp, ToSignIn)),
    // Nobody has begun a ceremony.
    ("POST /account/two-factor/keys/add/", SteppedUp(Refused, ToStepUp, Refused)),
    // A script reads the answer, so that it says why instead of leading away.
    ("POST /account/two-factor/keys/begin/", SteppedUp(Served, Refused, Refused)),
    ("GET /account/two-factor/{id}/rename/", SteppedUp(Wrong, ToStepUp, ToSignIn)),
    // Of ids that nobody has.
    ("POST /account/two-factor/{id}/rename/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/two-factor/{id}/remove/", SteppedUp(Wrong, ToStepUp, ToSignIn)),
    ("POST /account/two-factor/{id}/remove/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/recovery-codes/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("GET /account/recovery-codes/make/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("POST /account/recovery-codes/make/", SteppedUp(Served, ToStepUp, Refused)),
    ("POST /account/recovery-codes/burn/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/sessions/", Session(Served, ToSignIn)),
    ("GET /account/sessions/end-all/", Session(Served, ToSignIn)),
    ("POST /account/sessions/end-all/", Session(Moved, Refused)),
    ("GET /account/sessions/{id}/end/", Session(Wrong, ToSignIn)),
    ("POST /account/sessions/{id}/end/", Session(Wrong, Refused)),
    ("GET /account/devices/{id}/revoke/", Session(Wrong, ToSignIn)),
    ("POST /account/devices/{id}/revoke/", Session(Wrong, Refused)),
    ("GET /account/tokens/", Tokens),
    ("POST /account/tokens/", MakeToken),
    ("GET /account/tokens/{id}/revoke/", SteppedUp(Wrong, ToStepUp, ToSignIn)),
    ("POST /account/tokens/{id}/revoke/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/events/", Session(Served, ToSignIn)),
    ("GET /account/export/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("POST /account/export/", SteppedUp(Served, ToStepUp, Refused)),
    ("GET /account/delete/", SteppedUp(Served, ToStepUp, ToSignIn)),
    ("POST /account/delete/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("POST /account/delete/cancel/", SteppedUp(Wrong, ToStepUp, Refused)),
    ("GET /account/recover", Everybody(Moved)),
    ("GET /account/recover/", Everybody(Served)),
    // The form names no address to write to.
    ("POST /account/recover/", Everybody(Wrong)),
    ("GET /account/recover/case/{secret}/", Everybody(Wrong)),
    ("POST /account/recover/case/{secret}/", Everybody(Wrong)),
    ("POST /account/recover/case/{secret}/repository/", Everybody(Wrong)),
    ("POST /account/recover/case/{secret}/voucher/", Everybody(Wrong)),
    ("GET /account/recover/cancel/{secret}/", Everybody(Wrong)),
    ("POST /account/recover/cancel/{secret}/", Everybody(Wrong)),
    // Of evidence that nobody was asked for; the form holds no answer.
    ("GET /account/recover/vouch/{id}/", SteppedUp(Wrong, ToStepUp, ToSignIn)),
    ("POST /account/recover/vouch/{id}/", Session(Wrong, Refused)),
    ("GET /account/undo-deletion/{secret}", Everybody(Wrong)),
    ("POST /account/undo-deletion/{secret}", Everybody(Wrong)),
    // The pages of one's projects: of the project `brie`.
    ("GET /manage", Everybody(Moved)),
    ("GET /manage/", Session(Served, ToSignIn)),
    ("GET /manage/project/{name}/", Role(Served, Served, ToSignIn)),
    ("GET /manage/project/{name}/events/", Role(Served, Refused, ToSignIn)),
    // The forms name no version.
    ("POST /manage/project/{name}/yank/", Role(Wrong, Wrong, Refused)),
    ("POST /manage/project/{name}/unyank/", Role(Wrong, Wrong, Refused)),
    ("POST /manage/project/{name}/archive/", Manages(Moved)),
    ("POST /manage/project/{name}/unarchive/", Manages(Moved)),
    ("GET /manage/project/{name}/delete/", Deletes(Served)),
    // The form types no name.
    ("POST /manage/project/{name}/delete/", Role(Wrong, Wrong, Refused)),
    ("GET /manage/project/{name}/second-factor/", Deletes(Served)),
    // The form chooses no strength.
    ("POST /manage/project/{name}/second-factor/", Role(Wrong, Wrong, Refused)),
    // Only `serve --dev` has mails to show.
    ("GET /dev/mail/", Everybody(Wrong)),
    ("GET /dev/mail/{name}/", Everybody(Wrong)),
    ("GET /dev/mail/{name}/html", Everybody(Wrong)),
    // The pages of operators, which nobody else finds.
    ("GET /admin", Everybody(Moved)),
    ("GET /admin/", Operators(Served, ToSignIn)),
    ("GET /admin/mandates", Everybody(Moved)),
    ("GET /admin/mandates/", Operators(Served, ToSignIn)),
    ("GET /admin/mandates/schedule/", Operators(Served, ToSignIn)),
    ("POST /admin/mandates/schedule/", Operators(Wrong, Refused)),
    ("GET /admin/mandates/impact/", Operators(Served, ToSignIn)),
    ("GET /admin/mandates/impact/people.csv", Operators(Served, ToSignIn)),
    ("GET /admin/mandates/history/", Operators(Served, ToSignIn)),
    ("GET /admin/mandates/presets/{name}/", Operators(Wrong, ToSignIn)),
    ("POST /admin/mandates/presets/{name}/", Operators(Wrong, Refused)),
    ("GET /admin/mandates/{id}/", Operators(Wrong, ToSignIn)),
    ("POST /admin/mandates/{id}/", Operators(Wrong, Refused)),
    ("POST /admin/mandates/{id}/end/", Operators(Wrong, Refused)),
    ("GET /admin/critical/", Operators(Served, ToSignIn)),
    ("POST /admin/critical/designate/", Operators(Wrong, Refused)),
    ("POST /admin/critical/withdraw/", Operators(Wrong, Refused)),
    ("GET /admin/campaigns/", Operators(Served, ToSignIn)),
    ("GET /admin/giveaway/", Operators(Served, ToSignIn)),
    // An empty form, and programmes that there are none of.
    ("POST /admin/giveaway/", Operators(Wrong, Refused)),
    ("GET /admin/giveaway/claims.csv", Operators(Served, ToSignIn)),
    ("GET /admin/giveaway/{id}/", Operators(Wrong, ToSignIn)),
    ("POST /admin/giveaway/{id}/", Operators(Wrong, Refused)),
    ("POST /admin/giveaway/{id}/codes/", Operators(Wrong, Refused)),
    // The page is for everybody; the claim names no programme.
    ("GET /security-key-giveaway", Everybody(Moved)),
    ("GET /security-key-giveaway/", Everybody(Served)),
    ("POST /security-key-giveaway/", Session(Wrong, Refused)),
    ("GET /admin/switches/", Operators(Served, ToSignIn)),
    ("GET /admin/switches/{switch}/", Operators(Served, ToSignIn)),
    ("POST /admin/switches/{switch}/on/", Operators(Wrong, Refused)),
    ("POST /admin/switches/{switch}/off/", Operators(Wrong, Refused)),
    ("POST /admin/switches/{switch}/dismiss/", Operators(Wrong, Refused)),
    ("GET /admin/recoveries", Everybody(Moved)),
    ("GET /admin/recoveries/", Operators(Served, ToSignIn)),
    ("GET /admin/recoveries/figures/", Operators(Served, ToSignIn)),
    ("GET /admin/recoveries/{id}/", Operators(Wrong, ToSignIn)),
    ("POST /admin/recoveries/{id}/note/", Operators(Wrong, Refused)),
    ("POST /admin/recoveries/{id}/evidence/{evidence}/", Operators(Wrong, Refused)),
    ("POST /admin/recoveries/{id}/decide/", Operators(Wrong, Refused)),
    ("GET /admin/invitations", Everybody(Moved)),
    ("GET /admin/invitations/", Operators(Served, ToSignIn)),
    ("POST /admin/invitations/", Operators(Moved, Refused)),
    ("POST /admin/invitations/registration/", Operators(Wrong, Refused)),
    ("POST /admin/invitations/{id}/cancel/", Operators(Wrong, Refused)),
];
