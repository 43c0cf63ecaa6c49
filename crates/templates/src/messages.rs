//! Messages in every language, from the Fluent files of `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_templates::{LanguageIdentifier, static_loader};

use crate::Language;
use crate::format;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| {
            // The isolation marks would travel along when somebody copies a version or a command.
            bundle.set_use_isolating(false);
            let is_french = bundle.locales.iter().any(|locale: &LanguageIdentifier| locale.language == "fr");
            bundle.set_formatter(Some(if is_french {
                |value, _| format_number(value, Language::French)
            } else {
                |value, _| format_number(value, Language::English)
            }));
        },
    };
}

/// The arguments of a message, by name.
pub(crate) type MessageArguments<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

/// The text of a message in one language; nothing when it, or one of its arguments, is missing.
pub(crate) fn message(key: &str, arguments: &MessageArguments<'_>, language: Language) -> Option<String> {
    LOCALES.lookup_single_language(&language.identifier(), key, Some(arguments)).ok()
}

/// The sentence for people behind a refusal's code, in one language.
///
/// `code` is the stable code (`file_exists` or `file-exists`); `parameters` are the refusal's own.
/// A whole number given as text counts as a number, so that plurals agree.
pub fn refusal(code: &str, parameters: &[(&str, &str)], language: Language) -> Option<String> {
    let arguments =
        parameters.iter().map(|(name, value)| (Cow::Owned((*name).to_owned()), parameter_value(value))).collect();
    message(&refusal_key(code), &arguments, language)
}

/// The sentence for people behind the tag of an event, in one language.
///
/// Nothing for a tag without a message, such as one that a newer program wrote.
pub fn event(tag: &str, language: Language) -> Option<String> {
    message(&format!("tag-{}", tag.replace(':', "-")), &MessageArguments::new(), language)
}

/// The `language/key` of every refusal in `codes` that has no message in some language.
///
/// For the test of whoever owns the codes: the answer has to be empty.
pub fn missing_refusals<'a>(codes: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut missing = Vec::new();
    for code in codes {
        let start = format!("{} =", refusal_key(code));
        for (language, source) in REFUSAL_SOURCES {
            if !source.lines().any(|line| line.starts_with(&start)) {
                missing.push(format!("{}/{}", language.code(), refusal_key(code)));
            }
        }
    }
    missing
}

// The loader cannot list its keys, and a look-up without arguments fails like a missing message.
const REFUSAL_SOURCES: [(Language, &str); 2] = [
    (Language::English, include_str!("../locales/en/refusals.ftl")),
    (Language::French, include_str!("../locales/fr/refusals.ftl")),
];

fn refusal_key(code: &str) -> String {
    format!("refusal-{}", code.replace('_', "-"))
}

/// A number only where its digits survive the way: `1.0` and `007` are versions, not amounts.
fn parameter_value(text: &str) -> FluentValue<'_> {
    match text.parse::<u32>() {
        Ok(number) if number.to_string() == text => {
            let options = FluentNumberOptions { use_grouping: false, ..FluentNumberOptions::default() };
            FluentValue::Number(FluentNumber::new(f64::from(number), options))
        }
        _ => FluentValue::from(text),
    }
}

fn format_number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping && number.value.fract() == 0.0 => {
            Some(format::number(number.value as u64, language))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{MessageArguments, message, missing_refusals, refusal};
    use crate::Language;

    #[test]
    fn a_refusal_speaks_the_reader_s_language_and_names_the_value() {
        let parameters = [("filename", "cheese-1.0.tar.gz")];
        let english = refusal("file_exists", &parameters, Language::English).unwrap();
        let french = refusal("file-exists", &parameters, Language::French).unwrap();
        assert!(english.contains("cheese-1.0.tar.gz"), "{english}");
        assert!(french.contains("cheese-1.0.tar.gz"), "{french}");
        assert_ne!(english, french);
    }

    #[test]
    fn a_refusal_without_its_parameter_is_nothing_rather_than_a_torn_sentence() {
        assert_eq!(refusal("file_exists", &[], Language::English), None);
    }

    #[test]
    fn a_code_without_a_message_is_reported_for_each_language() {
        let missing = missing_refusals(["file_exists", "no_such_code"]);
        assert_eq!(missing, ["en/refusal-no-such-code", "fr/refusal-no-such-code"]);
    }

    #[test]
    fn digits_of_versions_are_kept_and_amounts_are_grouped() {
        let language = Language::English;
        for text in ["1.0", "007", "2026", "1e3"] {
            let sentence = refusal("file_exists", &[("filename", text)], language).unwrap();
            assert!(sentence.contains(&format!("`{text}`")), "{sentence}");
        }
        let arguments = MessageArguments::from([("count".into(), 12345.into())]);
        assert_eq!(message("history-older", &arguments, language).unwrap(), "12,345 older releases");
    }
}
