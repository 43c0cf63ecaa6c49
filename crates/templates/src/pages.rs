//! The pages: one typed method each, over templates that an operator may override.

mod admin;
mod critical;
mod dev;
mod downloads;
mod entry;
mod giveaway;
mod manage;
mod recovery_cases;
mod stats;

use std::borrow::Cow;
use std::collections::HashMap;

use anyhow::{Context, anyhow};
use chrono::{DateTime, Utc};
use fluent_templates::fluent_bundle::FluentValue;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior};

use crate::context::{ErrorPage, HelpPage, HomePage, Page, ProjectPage, SetupDonePage, SetupPage, UploadInfoPage};
use crate::messages::{MessageArguments, message};
use crate::{Language, assets, format};

/// Every page of the index, ready to be filled in.
#[derive(Debug)]
pub struct Templates {
    // One for each language: inside a macro the engine does not see the page's context.
    environments: Vec<(Language, Environment<'static>)>,
}

/// Every template by the name that an override uses, with its own source.
pub(crate) const SOURCES: [(&str, &str); 21] = [
    ("base.html", include_str!("../pages/base.html")),
    ("components.html", include_str!("../pages/components.html")),
    ("mandate.html", include_str!("../pages/mandate.html")),
    ("home.html", include_str!("../pages/home.html")),
    ("project.html", include_str!("../pages/project.html")),
    ("error.html", include_str!("../pages/error.html")),
    ("help.html", include_str!("../pages/help.html")),
    ("help_installing.html", include_str!("../pages/help_installing.html")),
    ("help_publishing.html", include_str!("../pages/help_publishing.html")),
    ("setup.html", include_str!("../pages/setup.html")),
    ("setup_done.html", include_str!("../pages/setup_done.html")),
    ("upload_info.html", include_str!("../pages/upload_info.html")),
    ("account/form.html", include_str!("../pages/account/form.html")),
    ("account/sign_in.html", include_str!("../pages/account/sign_in.html")),
    ("account/factor.html", include_str!("../pages/account/factor.html")),
    ("account/device.html", include_str!("../pages/account/device.html")),
    ("account/mailed_link.html", include_str!("../pages/account/mailed_link.html")),
    ("account/register.html", include_str!("../pages/account/register.html")),
    ("account/reset_request.html", include_str!("../pages/account/reset_request.html")),
    ("account/new_password.html", include_str!("../pages/account/new_password.html")),
    ("account/notice.html", include_str!("../pages/account/notice.html")),
];

impl Templates {
    /// The pages as they come.
    pub fn new() -> anyhow::Result<Self> {
        Self::with_overrides(HashMap::new())
    }

    /// The pages with some sources replaced, by template name (`home.html`).
    ///
    /// Every page is rendered once with samples in every language, so that a mistake in an
    /// override stops the start instead of a visitor. Errors name the template and the line.
    pub fn with_overrides(overrides: HashMap<String, String>) -> anyhow::Result<Self> {
        if let Some(unknown) = overrides.keys().find(|name| !is_known(name)) {
            let known: Vec<&str> = sources().map(|(name, _)| name).collect();
            return Err(anyhow!("No page has this name: `{unknown}`; the pages are {}", known.join(", ")));
        }
        let environments = Language::ALL
            .into_iter()
            .map(|language| Ok((language, environment(language, &overrides)?)))
            .collect::<anyhow::Result<_>>()?;
        let templates = Self { environments };
        templates.try_every_page()?;
        Ok(templates)
    }

    /// The front page.
    pub fn home(&self, page: &HomePage) -> anyhow::Result<String> {
        self.render("home.html", page)
    }

    /// A project, or one release of it.
    pub fn project(&self, page: &ProjectPage) -> anyhow::Result<String> {
        self.render("project.html", page)
    }

    /// What went wrong, and a way on.
    pub fn error(&self, page: &ErrorPage) -> anyhow::Result<String> {
        self.render("error.html", page)
    }

    /// Help: one topic, or the list of them.
    pub fn help(&self, page: &HelpPage) -> anyhow::Result<String> {
        self.render("help.html", page)
    }

    /// The form that makes the first operator.
    pub fn setup(&self, page: &SetupPage) -> anyhow::Result<String> {
        self.render("setup.html", page)
    }

    /// What the first operator has to keep, and what to do next.
    pub fn setup_done(&self, page: &SetupDonePage) -> anyhow::Result<String> {
        self.render("setup_done.html", page)
    }

    /// What a person sees who opens the upload endpoint in a browser.
    pub fn upload_info(&self, page: &UploadInfoPage) -> anyhow::Result<String> {
        self.render("upload_info.html", page)
    }

    fn render(&self, name: &str, page: &impl Page) -> anyhow::Result<String> {
        let language = page.layout().language;
        let (_, environment) = self
            .environments
            .iter()
            .find(|(known, _)| *known == language)
            .with_context(|| format!("Language has no pages: `{}`", language.code()))?;
        environment
            .get_template(name)
            .and_then(|template| template.render(Serde(page)))
            .map_err(|error| anyhow!("{}", describe(&error)))
            .with_context(|| format!("Page did not render: `{name}`"))
    }

    fn try_every_page(&self) -> anyhow::Result<()> {
        for language in Language::ALL {
            self.entry_samples(language)?;
            self.manage_samples(language)?;
            self.stats_samples(language)?;
            self.critical_samples(language)?;
            self.download_samples(language)?;
            self.admin_samples(language)?;
            self.recovery_samples(language)?;
            self.dev_samples(language)?;
            self.giveaway_samples(language)?;
            HomePage::samples(language).iter().try_for_each(|page| self.home(page).map(drop))?;
            ProjectPage::samples(language).iter().try_for_each(|page| self.project(page).map(drop))?;
            ErrorPage::samples(language).iter().try_for_each(|page| self.error(page).map(drop))?;
            HelpPage::samples(language).iter().try_for_each(|page| self.help(page).map(drop))?;
            SetupPage::samples(language).iter().try_for_each(|page| self.setup(page).map(drop))?;
            SetupDonePage::samples(language).iter().try_for_each(|page| self.setup_done(page).map(drop))?;
            UploadInfoPage::samples(language).iter().try_for_each(|page| self.upload_info(page).map(drop))?;
        }
        Ok(())
    }
}

fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    SOURCES
        .into_iter()
        .chain(manage::SOURCES)
        .chain(admin::SOURCES.iter().copied())
        .chain(recovery_cases::SOURCES.iter().copied())
        .chain(stats::SOURCES.iter().copied())
        .chain(critical::SOURCES.iter().copied())
        .chain(downloads::SOURCES.iter().copied())
        .chain(dev::SOURCES.iter().copied())
        .chain(giveaway::SOURCES.iter().copied())
}

fn is_known(name: &str) -> bool {
    sources().any(|(known, _)| known == name)
}

fn environment(language: Language, overrides: &HashMap<String, String>) -> anyhow::Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_function("asset", asset);
    environment.add_function("t", move |key: &str, arguments: Kwargs| translate(key, &arguments, language));
    environment.add_filter("size", move |bytes: u64| format::size(bytes, language));
    environment.add_filter("number", move |value: u64| format::number(value, language));
    environment.add_filter("date", date);
    environment.add_filter("instant", instant);
    environment.add_filter("code_spans", code_spans);
    environment.add_filter("with_links", with_links);
    for (name, source) in sources() {
        let source = overrides.get(name).map_or(Cow::Borrowed(source), |text| Cow::Owned(text.clone()));
        environment
            .add_template_owned(name, source)
            .map_err(|error| anyhow!("Page has a mistake: `{name}`: {}", describe(&error)))?;
    }
    Ok(environment)
}

/// `t("key", argument=value)`: the message in the page's language.
fn translate(key: &str, arguments: &Kwargs, language: Language) -> Result<String, Error> {
    let mut values = MessageArguments::new();
    for name in arguments.args() {
        values.insert(Cow::Owned(name.to_owned()), fluent_value(&arguments.get::<Value>(name)?));
    }
    message(key, &values, language).ok_or_else(|| {
        let code = language.code();
        Error::new(ErrorKind::InvalidOperation, format!("message missing, or an argument of it: `{code}/{key}`"))
    })
}

fn fluent_value(value: &Value) -> FluentValue<'static> {
    match (value.kind(), i64::try_from(value.clone())) {
        (ValueKind::Number, Ok(number)) => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

/// `asset("style.css")`: the file's address below the root path of this index.
fn asset(state: &State, name: &str) -> Result<String, Error> {
    let root = state
        .lookup("layout")
        .ok_or_else(|| Error::new(ErrorKind::UndefinedError, "the context has no `layout`"))?
        .get_attr("root_path")?;
    let path = assets::path_of(name)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("no such asset: `{name}`")))?;
    Ok(format!("{root}{path}"))
}

/// `instant | date`: a `<time>` element that shows the day.
fn date(instant: &str) -> Result<Value, Error> {
    Ok(Value::from_safe_string(format::time_element(parsed(instant)?)))
}

/// `instant | instant`: a `<time>` element that shows day and minute.
fn instant(instant: &str) -> Result<Value, Error> {
    Ok(Value::from_safe_string(format::minute_element(parsed(instant)?)))
}

/// `message | code_spans`: what a message holds between two backticks becomes a `<code>` element.
fn code_spans(message: &str) -> Value {
    Value::from_safe_string(format::with_code_spans(message))
}

/// `text | with_links`: the web addresses in a text become links.
fn with_links(text: &str) -> Value {
    Value::from_safe_string(format::with_links(text))
}

fn parsed(instant: &str) -> Result<DateTime<Utc>, Error> {
    instant.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("not an instant: `{instant}`")))
}

/// The error with its causes on one line; the engine's own display leaves them out.
fn describe(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
