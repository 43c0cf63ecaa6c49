//! What a message shows beside its sentences: arguments, facts, a code.

use super::message::{
    CriticalRequirement, FactorMethod, MailMessage, MailRole, MandateNews, NamedProjects, Removal, RoleChange,
    SurgeMail,
};
use super::plain;
use chrono::{DateTime, Utc};

/// What stands in a sentence or a line of facts, before it has a language.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Foreign text, already on one line.
    Text(String),
    Number(u32),
    Instant(DateTime<Utc>),
    /// A message of its own, with the arguments that it takes.
    Message(&'static str, Vec<(&'static str, String)>),
    /// One message for each word, which is its one argument, with commas between them.
    Words {
        key: &'static str,
        argument: &'static str,
        words: Vec<&'static str>,
    },
}

/// The parts of a mail that follow from its message.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The arguments of the sentences.
    pub(super) arguments: Vec<(&'static str, Value)>,
    /// The key of a label, and what stands behind it.
    pub(super) facts: Vec<(&'static str, Value)>,
    pub(super) code: Option<String>,
}

impl Content {
    pub(super) fn of(message: &MailMessage) -> Self {
        let mut content = Self::default();
        content.add_account(message);
        content.add_token(message);
        content.add_project(message);
        content.add_campaign(message);
        if let MailMessage::SurgeNoticed(surge) = message {
            content.add_surge(surge);
        }
        content.add_recovery(message);
        content
    }

    fn add_account(&mut self, message: &MailMessage) {
        match message {
            MailMessage::AddressAdded { address }
            | MailMessage::PrimaryAddressChanged { address }
            | MailMessage::AddressUnverified { address }
            | MailMessage::AddressRemoved { address } => self.fact("mail-address", text(address)),
            MailMessage::Invitation { inviter: Some(inviter), .. } => self.fact("mail-by", text(inviter)),
            MailMessage::FactorAdded { method, name } | MailMessage::FactorRemoved { method, name } => {
                self.fact("mail-factor", factor(*method, name));
            }
            MailMessage::SignCountRegressed { name } => {
                self.fact("mail-factor", factor(FactorMethod::SecurityKey, name));
            }
            MailMessage::RecoveryCodeUsed { left } | MailMessage::RecoveryCodesFew { left } => {
                self.arguments.push(("left", Value::Number(*left)));
            }
            MailMessage::NewDevice { code, .. } => self.code = Some(plain::one_line(code)),
            MailMessage::AccountDeletionScheduled { at, .. } => self.arguments.push(("at", Value::Instant(*at))),
            _ => {}
        }
    }

    fn add_token(&mut self, message: &MailMessage) {
        match message {
            MailMessage::TokenCreated { name, projects, expires } => {
                self.fact("mail-token", text(name));
                self.fact("mail-scope", scope(projects));
                self.fact("mail-expires", expires.map_or(Value::Message("mail-never", Vec::new()), Value::Instant));
            }
            MailMessage::TokenRevoked { name } => self.fact("mail-token", text(name)),
            MailMessage::TokenLeaked { name, place } => {
                self.fact("mail-token", text(name));
                if let Some(place) = place {
                    self.fact("mail-place", text(place));
                }
            }
            MailMessage::TokenExpiring { name, at } => {
                self.fact("mail-token", text(name));
                self.fact("mail-expires", Value::Instant(*at));
            }
            _ => {}
        }
    }

    fn add_project(&mut self, message: &MailMessage) {
        match message {
            MailMessage::RoleAdded(change) | MailMessage::RoleRemoved(change) | MailMessage::RoleChanged(change) => {
                self.add_role(change);
            }
            MailMessage::ReleaseYanked { version, removal } | MailMessage::ReleaseDeleted { version, removal } => {
                self.arguments.push(("version", text(version)));
                self.add_removal(removal, Some(version));
            }
            MailMessage::ProjectDeleted(removal) => self.add_removal(removal, None),
            _ => {}
        }
    }

    fn add_recovery(&mut self, message: &MailMessage) {
        match message {
            MailMessage::RecoveryOpened { waits_until, .. } => {
                self.arguments.push(("until", Value::Instant(*waits_until)));
            }
            MailMessage::RecoveryVouch { person, .. } => self.arguments.push(("person", text(person))),
            MailMessage::RecoveryApproved { held_until, .. } => {
                self.arguments.push(("held", Value::Instant(*held_until)));
            }
            MailMessage::RecoveryCancelled { cause } => self.arguments.push(("cause", text(cause))),
            MailMessage::RecoveryProjectsTold { person, projects, held_until } => {
                self.arguments.push(("person", text(person)));
                self.arguments.push(("held", Value::Instant(*held_until)));
                self.fact("mail-projects", text(&projects.join(", ")));
            }
            _ => {}
        }
    }

    fn add_campaign(&mut self, message: &MailMessage) {
        match message {
            MailMessage::CriticalDesignation { projects, requirement } => {
                self.arguments.push(("count", Value::Number(projects.count())));
                self.add_requirement(requirement.as_ref());
                self.add_projects(projects);
            }
            MailMessage::MandateAnnounced(news) | MailMessage::MandateEnforced(news) => self.add_news(news),
            MailMessage::MandateReminder { days, news } => {
                self.arguments.push(("days", Value::Number(*days)));
                self.add_news(news);
            }
            MailMessage::MandateBlocked { project, cohort, strength, since } => {
                self.arguments.push(("strength", text(strength)));
                self.fact("mail-project", text(project));
                self.fact("mail-concerned", Value::Message("mail-cohort", vec![("cohort", (*cohort).to_owned())]));
                self.fact("mail-since", Value::Instant(*since));
            }
            MailMessage::FactorRequired { project, strength, by } => {
                self.arguments.push(("project", text(project)));
                self.arguments.push(("strength", text(strength)));
                self.fact("mail-project", text(project));
                self.add_author(by.as_deref());
            }
            MailMessage::SecurityKeyClaimed { programme, vendor } => {
                self.fact("mail-programme", text(programme));
                self.fact("mail-vendor", text(vendor));
            }
            _ => {}
        }
    }

    fn add_news(&mut self, news: &MandateNews) {
        self.arguments.push(("strength", text(news.strength)));
        self.arguments.push(("deadline", Value::Instant(news.deadline)));
        self.fact("mail-deadline", Value::Instant(news.deadline));
        self.fact("mail-concerned", Value::Message("mail-cohort", vec![("cohort", news.cohort.to_owned())]));
        self.fact("mail-closed", Value::Words { key: "mail-gate", argument: "gate", words: news.gates.clone() });
        self.add_projects(&news.projects);
    }

    fn add_requirement(&mut self, requirement: Option<&CriticalRequirement>) {
        let state = match requirement {
            None => "none",
            Some(CriticalRequirement { is_met: true, .. }) => "met",
            Some(CriticalRequirement { is_in_force: true, .. }) => "in-force",
            Some(_) => "coming",
        };
        let deadline = requirement.map_or_else(|| text(""), |requirement| Value::Instant(requirement.deadline));
        self.arguments.push(("requirement", text(state)));
        self.arguments.push(("strength", text(requirement.map_or("any", |requirement| requirement.strength))));
        self.arguments.push(("deadline", deadline));
    }

    fn add_projects(&mut self, projects: &NamedProjects) {
        let names = plain::one_line(&projects.names.join(", "));
        let value = match projects.more {
            0 => Value::Text(names),
            more => Value::Message("mail-projects-more", vec![("names", names), ("more", more.to_string())]),
        };
        self.fact("mail-projects", value);
    }

    fn add_role(&mut self, change: &RoleChange) {
        let RoleChange { project, person, role, by } = change;
        self.arguments.push(("project", text(project)));
        self.arguments.push(("person", text(person)));
        self.arguments.push(("role", text(role.as_str())));
        self.fact("mail-project", text(project));
        self.fact("mail-person", text(person));
        self.fact("mail-role", role_name(*role));
        self.add_author(by.as_deref());
    }

    fn add_removal(&mut self, removal: &Removal, version: Option<&String>) {
        self.arguments.push(("project", text(&removal.project)));
        self.fact("mail-project", text(&removal.project));
        if let Some(version) = version {
            self.fact("mail-version", text(version));
        }
        self.add_author(removal.by.as_deref());
        if let Some(reason) = &removal.reason {
            self.fact("mail-reason", text(reason));
        }
    }

    fn add_surge(&mut self, mail: &SurgeMail) {
        self.arguments.push(("surge", text(mail.surge)));
        self.arguments.push(("count", Value::Number(mail.count)));
        self.arguments.push(("state", text(if mail.is_on { "on" } else { "proposed" })));
        self.fact("mail-surge-count", Value::Text(mail.count.to_string()));
        self.fact("mail-surge-limit", Value::Text(mail.limit.to_string()));
        self.fact("mail-switch", text(mail.switch));
    }

    fn add_author(&mut self, by: Option<&str>) {
        self.fact("mail-by", by.map_or(Value::Message("mail-operator", Vec::new()), text));
    }

    fn fact(&mut self, label: &'static str, value: Value) {
        self.facts.push((label, value));
    }
}

impl NamedProjects {
    fn count(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX).saturating_add(self.more)
    }
}

fn text(value: &str) -> Value {
    Value::Text(plain::one_line(value))
}

fn factor(method: FactorMethod, name: &str) -> Value {
    let arguments = vec![("method", method.as_str().to_owned()), ("name", plain::one_line(name))];
    Value::Message("mail-factor-name", arguments)
}

fn role_name(role: MailRole) -> Value {
    Value::Message("mail-role-name", vec![("role", role.as_str().to_owned())])
}

fn scope(projects: &[String]) -> Value {
    match projects {
        [] => Value::Message("mail-scope-account", Vec::new()),
        projects => text(&projects.join(", ")),
    }
}
