//! A sample of every mail, as tests and the curious render them.

use super::{
    CriticalRequirement, FactorMethod, Mail, MailLink, MailMessage, MailRole, MandateNews, NamedProjects, Removal,
    RoleChange, SurgeMail,
};
use chrono::{DateTime, TimeDelta, Utc};

impl Mail {
    /// Every mail at least once; optional parts both present and absent.
    pub fn samples() -> Vec<Self> {
        let messages = addresses()
            .into_iter()
            .chain(passwords())
            .chain(factors())
            .chain(tokens())
            .chain(projects())
            .chain(campaigns())
            .chain(surges())
            .chain(recoveries());
        messages.map(with_circumstances).collect()
    }
}

fn with_circumstances(message: MailMessage) -> Mail {
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    match &message {
        MailMessage::TokenExpiring { .. } | MailMessage::RecoveryCodesFew { .. } => Mail::new(message),
        message if !message.is_event() => Mail::new(message.clone()),
        MailMessage::RoleAdded(_) | MailMessage::ReleaseYanked { .. } | MailMessage::AccountFrozen => {
            Mail::new(message).at(now())
        }
        _ => Mail::new(message).at(now()).from(Some("192.0.2.0/24".to_owned()), Some(browser.to_owned())),
    }
}

fn addresses() -> Vec<MailMessage> {
    let address = || "ada@people.example".to_owned();
    vec![
        MailMessage::VerifyAddress { link: link("verify") },
        MailMessage::AddressAdded { address: address() },
        MailMessage::PrimaryAddressChanged { address: address() },
        MailMessage::AddressRemoved { address: address() },
        MailMessage::AddressUnverified { address: address() },
        MailMessage::AddressInUse,
        MailMessage::Invitation { link: link("invitation"), inviter: Some("grace".to_owned()) },
        MailMessage::Invitation { link: link("invitation"), inviter: None },
        MailMessage::AccountFrozen,
        MailMessage::AccountUnfrozen,
        MailMessage::AccountDeletionScheduled { undo: link("undo"), at: now() + TimeDelta::days(7) },
        MailMessage::AccountDeleted,
        MailMessage::FirstOperatorMade,
    ]
}

fn passwords() -> Vec<MailMessage> {
    vec![
        MailMessage::PasswordChanged,
        MailMessage::PasswordReset { link: link("reset") },
        MailMessage::PasswordResetUnverified,
        MailMessage::PasswordCompromised { link: link("reset") },
        MailMessage::PasswordSetByOperator,
    ]
}

fn factors() -> Vec<MailMessage> {
    vec![
        MailMessage::FactorAdded { method: FactorMethod::Totp, name: "telephone".to_owned() },
        MailMessage::FactorAdded { method: FactorMethod::Passkey, name: "laptop".to_owned() },
        MailMessage::FactorRemoved { method: FactorMethod::SecurityKey, name: "blue key".to_owned() },
        MailMessage::FactorsResetByOperator,
        MailMessage::RecoveryCodesMade,
        MailMessage::RecoveryCodeUsed { left: 6 },
        MailMessage::RecoveryCodeUsed { left: 1 },
        MailMessage::RecoveryCodeUsed { left: 0 },
        MailMessage::RecoveryCodesFew { left: 2 },
        MailMessage::RecoveryCodesFew { left: 1 },
        MailMessage::RecoveryCodesFew { left: 0 },
        MailMessage::NewDevice { link: link("device"), code: "7F3K 9QWX".to_owned() },
        MailMessage::DeviceConfirmedByOperator,
        MailMessage::SignCountRegressed { name: "blue key".to_owned() },
    ]
}

fn tokens() -> Vec<MailMessage> {
    let name = || "release <robot> & co".to_owned();
    let projects = ["camembert", "roquefort"].map(str::to_owned).into();
    vec![
        MailMessage::TokenCreated { name: name(), projects, expires: Some(now() + TimeDelta::days(90)) },
        MailMessage::TokenCreated { name: name(), projects: Vec::new(), expires: None },
        MailMessage::TokenRevoked { name: name() },
        MailMessage::TokenLeaked { name: name(), place: Some("https://code.example/cheese/.env".to_owned()) },
        MailMessage::TokenLeaked { name: name(), place: None },
        MailMessage::TokenExpiring { name: name(), at: now() + TimeDelta::days(7) },
    ]
}

fn projects() -> Vec<MailMessage> {
    let change = |role, by: Option<&str>| RoleChange {
        project: "camembert".to_owned(),
        person: "grace".to_owned(),
        role,
        by: by.map(str::to_owned),
    };
    let removal = |by: Option<&str>, reason: Option<&str>| Removal {
        project: "camembert".to_owned(),
        by: by.map(str::to_owned),
        reason: reason.map(str::to_owned),
    };
    let version = || "1.0".to_owned();
    vec![
        MailMessage::RoleAdded(change(MailRole::Owner, Some("ada"))),
        MailMessage::RoleAdded(change(MailRole::Maintainer, None)),
        MailMessage::RoleRemoved(change(MailRole::Maintainer, Some("ada"))),
        MailMessage::RoleChanged(change(MailRole::Owner, Some("ada"))),
        MailMessage::ReleaseYanked { version: version(), removal: removal(Some("grace"), Some("It does not ripen")) },
        MailMessage::ReleaseYanked { version: version(), removal: removal(None, None) },
        MailMessage::ReleaseDeleted { version: version(), removal: removal(Some("grace"), None) },
        MailMessage::ProjectDeleted(removal(None, Some("It was malware"))),
    ]
}

fn campaigns() -> Vec<MailMessage> {
    let names =
        |names: &[&str], more| NamedProjects { names: names.iter().map(|name| (*name).to_owned()).collect(), more };
    let news = |strength, gates: &[&'static str], projects| MandateNews {
        cohort: if strength == "any" { "critical" } else { "everyone" },
        strength,
        gates: gates.into(),
        deadline: now() + TimeDelta::days(30),
        projects,
    };
    let requirement = |strength, is_in_force, is_met| {
        Some(CriticalRequirement { strength, deadline: now() + TimeDelta::days(30), is_in_force, is_met })
    };
    let designation = |projects, requirement| MailMessage::CriticalDesignation { projects, requirement };
    let blocked = |cohort, strength| {
        let since = now() - TimeDelta::days(3);
        MailMessage::MandateBlocked { project: "affinage".to_owned(), cohort, strength, since }
    };
    let required = |strength, by: Option<&str>| MailMessage::FactorRequired {
        project: "affinage".to_owned(),
        strength,
        by: by.map(str::to_owned),
    };
    let two = || names(&["camembert", "roquefort"], 0);
    let any = || news("any", &["publish", "releases"], names(&["camembert", "brie"], 3));
    let strict = || news("phishing-resistant", &["publish", "releases", "people", "credentials"], two());
    let nothing = || news("any", &["organizations"], NamedProjects::default());
    vec![
        designation(names(&["camembert"], 0), None),
        designation(two(), requirement("any", false, false)),
        designation(names(&["camembert", "brie"], 7), requirement("phishing-resistant", true, false)),
        designation(two(), requirement("any", true, true)),
        MailMessage::MandateAnnounced(any()),
        MailMessage::MandateAnnounced(strict()),
        MailMessage::MandateReminder { days: 30, news: any() },
        MailMessage::MandateReminder { days: 1, news: strict() },
        MailMessage::MandateReminder { days: 1, news: nothing() },
        MailMessage::MandateEnforced(any()),
        MailMessage::MandateEnforced(strict()),
        blocked("critical", "any"),
        blocked("managers", "phishing-resistant"),
        required("any", Some("grace")),
        required("phishing-resistant", None),
        required("none", Some("grace")),
        MailMessage::SecurityKeyClaimed {
            programme: "Keys for <critical> people".to_owned(),
            vendor: "Keysmith".to_owned(),
        },
    ]
}

fn recoveries() -> Vec<MailMessage> {
    let held_until = now() + TimeDelta::hours(72);
    let cancelled = |cause| MailMessage::RecoveryCancelled { cause };
    let causes = ["by-link", "by-sign-in", "account-frozen", "account-deleted", "superseded", "idle"];
    let mut messages = vec![
        MailMessage::RecoveryAddressProof { link: link("recover/case") },
        MailMessage::RecoveryOpened { cancel: link("recover/cancel"), waits_until: now() + TimeDelta::days(7) },
        MailMessage::RecoveryVouch { link: link("recover/vouch"), person: "grace".to_owned() },
        MailMessage::RecoveryApproved { reset: Some(link("reset-password")), held_until },
        MailMessage::RecoveryApproved { reset: None, held_until },
        MailMessage::RecoveryRejected,
        MailMessage::RecoveryProjectsTold {
            person: "grace".to_owned(),
            projects: ["camembert", "roquefort"].map(str::to_owned).into(),
            held_until,
        },
    ];
    messages.extend(causes.map(cancelled));
    messages
}

fn surges() -> Vec<MailMessage> {
    let mail =
        |surge, switch, is_on| MailMessage::SurgeNoticed(SurgeMail { surge, count: 1234, limit: 300, switch, is_on });
    vec![
        mail("registrations", "no-new-users", false),
        mail("new-projects", "no-new-projects", true),
        mail("refused-uploads", "no-new-uploads", false),
    ]
}

fn link(path: &str) -> MailLink {
    MailLink { url: format!("https://index.example/account/{path}/pVQ2kX7c"), expires: now() + TimeDelta::hours(6) }
}

/// Noon on a day in spring.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_774_958_400, 0).unwrap_or_default()
}
