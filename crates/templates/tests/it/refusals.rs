//! Refusals: every code of the house has its message, and every message its code.
//!
//! The codes are read from the sources, so that a new one without words cannot slip in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Expr, ImplItem, Item, ItemImpl, Pat, Stmt};
use templates::Language;

/// The codes, each with the parameters that come with it wherever it is used.
type Codes = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_code_has_a_message_in_every_language() {
    let codes = codes();
    assert!(60 < codes.len(), "the sources are read: {codes:?}");
    assert_eq!(templates::missing_refusals(codes.keys().map(String::as_str)), Vec::<String>::new());
}

#[test]
fn every_message_has_a_code_or_is_part_of_another() {
    let codes = codes();
    for language in Language::ALL {
        let messages = messages(language);
        let parts: BTreeSet<_> = messages.values().flat_map(|text| references(text)).collect();
        let is_used = |code: &str| codes.contains_key(code) || parts.contains(code);
        let unused: Vec<_> = messages.keys().filter(|code| !is_used(code)).collect();
        assert!(unused.is_empty(), "{}: {unused:?}", language.code());
    }
}

#[test]
fn a_message_uses_only_what_its_refusal_gives() {
    for language in Language::ALL {
        let messages = messages(language);
        for (code, given) in codes() {
            let used = variables(&messages, &code);
            let absent: Vec<_> = used.difference(&given).collect();
            assert!(absent.is_empty(), "{}/{code} uses {absent:?}; given are {given:?}", language.code());
        }
    }
}

#[test]
fn every_message_can_be_said() {
    for language in Language::ALL {
        for (code, given) in codes() {
            let parameters: Vec<_> = given.iter().map(|name| (name.as_str(), "cheese")).collect();
            let said = templates::refusal(&code, &parameters, language);
            let said = said.unwrap_or_else(|| panic!("{}/{code} cannot be said", language.code()));
            assert!(!said.is_empty() && !said.contains(['{', '}', '\n']), "{}/{code}: {said}", language.code());
        }
    }
}

#[test]
fn codes_are_lower_case_words_with_hyphens() {
    for code in codes().keys() {
        assert!(is_code(code), "{code}");
    }
}

#[test]
fn every_action_has_its_words() {
    let permission = fs::read_to_string(crates().join("domain/src/permission/action.rs")).unwrap();
    let (_, actions) = permission.split_once("pub const fn as_str(self)").unwrap();
    let (actions, _) = actions.split_once("\n    }\n").unwrap();
    let actions: BTreeSet<_> = actions.split('"').skip(1).step_by(2).collect();
    assert!(10 < actions.len(), "{actions:?}");
    for language in Language::ALL {
        let messages = messages(language);
        let chosen = messages["action"].lines().filter_map(|line| line.trim().strip_prefix('[')?.split(']').next());
        assert_eq!(chosen.collect::<BTreeSet<_>>(), actions, "{}", language.code());
    }
}

#[test]
fn every_hint_about_a_weak_password_has_its_words() {
    let passwords = fs::read_to_string(crates().join("domain/src/passwords.rs")).unwrap();
    let (_, hints) = passwords.split_once("pub const fn as_str(self)").unwrap();
    let (hints, _) = hints.split_once("\n    }\n").unwrap();
    let hints: BTreeSet<_> = hints.split('"').skip(1).step_by(2).collect();
    assert!(10 < hints.len(), "{hints:?}");
    for language in Language::ALL {
        let messages = messages(language);
        let lines = messages["password-weak"].lines().map(|line| line.trim().trim_start_matches('*'));
        let chosen = lines.filter_map(|line| line.strip_prefix('[')?.split(']').next());
        assert_eq!(chosen.collect::<BTreeSet<_>>(), hints, "{}", language.code());
    }
}

/// Where a refusal's parameters are looked for: by variant, or the same for all.
#[derive(Default)]
struct Parameters {
    by_variant: BTreeMap<String, BTreeSet<String>>,
    otherwise: Option<BTreeSet<String>>,
}

fn codes() -> Codes {
    let mut codes = Codes::new();
    let mut found = |code: String, parameters: BTreeSet<String>| {
        let common = match codes.get(&code) {
            Some(earlier) => earlier.intersection(&parameters).cloned().collect(),
            None => parameters,
        };
        codes.insert(code, common);
    };
    for path in sources(&crates()) {
        let text = fs::read_to_string(&path).unwrap();
        for code in codes_of_the_edge(&text, &path) {
            found(code, BTreeSet::new());
        }
        if text.contains("Refusal for") {
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for (code, parameters) in file.items.iter().flat_map(|item| codes_of_an_item(item, &path)) {
                found(code, parameters);
            }
        }
    }
    codes
}

/// The codes that a door names itself: `Problem::refuse(Kind::…, "code", …)`.
fn codes_of_the_edge(text: &str, path: &Path) -> Vec<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let calls = text.match_indices("::refuse(").map(|(start, _)| &text[start..]);
    let code = |call: &str| call.split('"').nth(1).unwrap_or_default().to_owned();
    let codes: Vec<String> = calls.map(code).collect();
    assert!(codes.iter().all(|code| is_code(code)), "a code is named where it is used: {}: {codes:?}", path.display());
    codes
}

fn codes_of_an_item(item: &Item, path: &Path) -> Vec<(String, BTreeSet<String>)> {
    let is_refusal = |found: &ItemImpl| {
        let segments = found.trait_.as_ref().map(|(_, path, _)| &path.segments);
        segments.and_then(|segments| segments.last()).is_some_and(|last| last.ident == "Refusal")
    };
    match item {
        Item::Impl(refusal) if is_refusal(refusal) => {
            let parameters = body(refusal, "parameters").map(|body| parameters(body, path));
            let given = |variant: &str| match &parameters {
                None => BTreeSet::new(),
                Some(all) => all.by_variant.get(variant).or(all.otherwise.as_ref()).cloned().unwrap_or_else(|| {
                    panic!("{}: no parameters of {variant} are found", path.display());
                }),
            };
            let code = body(refusal, "code").expect("a refusal has a code");
            variant_codes(code).into_iter().map(|(variant, code)| (code, given(&variant))).collect()
        }
        _ => Vec::new(),
    }
}

/// The value of a method whose body is one expression.
fn body<'a>(refusal: &'a ItemImpl, name: &str) -> Option<&'a Expr> {
    let mut methods = refusal.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == name => Some(method),
        _ => None,
    });
    let [Stmt::Expr(value, None)] = &methods.next()?.block.stmts[..] else { return None };
    Some(value)
}

/// The variants with a code of their own; of an arm that delegates, the other enum tells.
fn variant_codes(body: &Expr) -> Vec<(String, String)> {
    match body {
        Expr::Match(choice) => {
            let arms = choice.arms.iter().filter_map(|arm| Some((&arm.pat, literal(&arm.body)?)));
            arms.flat_map(|(pattern, code)| variants(pattern).into_iter().map(move |name| (name, code.clone())))
                .collect()
        }
        value => literal(value).into_iter().map(|code| (String::new(), code)).collect(),
    }
}

fn parameters(body: &Expr, path: &Path) -> Parameters {
    let Expr::Match(choice) = body else {
        return Parameters { by_variant: BTreeMap::new(), otherwise: Some(parameter_names(body, path)) };
    };
    let mut parameters = Parameters::default();
    for arm in &choice.arms {
        let names = parameter_names(&arm.body, path);
        for variant in variants(&arm.pat) {
            match &variant[..] {
                "" => parameters.otherwise = Some(names.clone()),
                _ => _ = parameters.by_variant.insert(variant, names.clone()),
            }
        }
    }
    parameters
}

/// The names in `vec![("name", value), …]`, which may end a block.
fn parameter_names(value: &Expr, path: &Path) -> BTreeSet<String> {
    let names = |tokens: String| {
        let starts = tokens.split('(').filter_map(|text| text.trim_start().strip_prefix('"'));
        starts.filter_map(|text| text.split('"').next()).map(str::to_owned).collect()
    };
    match value {
        Expr::Macro(list) => names(list.mac.tokens.to_string()),
        Expr::Block(block) => match block.block.stmts.last() {
            Some(Stmt::Expr(value, None)) => parameter_names(value, path),
            Some(Stmt::Macro(list)) => names(list.mac.tokens.to_string()),
            _ => panic!("{}: a block of parameters ends with their list", path.display()),
        },
        Expr::Call(_) | Expr::MethodCall(_) => BTreeSet::new(),
        _ => panic!("{}: parameters are a list, `Vec::new()` or another refusal's", path.display()),
    }
}

/// The variants that a pattern names, nested ones with a slash; empty for all others.
fn variants(pattern: &Pat) -> Vec<String> {
    let last = |path: &syn::Path| path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    match pattern {
        Pat::Or(choice) => choice.cases.iter().flat_map(variants).collect(),
        Pat::Path(path) => vec![last(&path.path)],
        Pat::Struct(variant) => vec![last(&variant.path)],
        Pat::TupleStruct(variant) => {
            let nested = variant.elems.iter().flat_map(variants).filter(|name| !name.is_empty());
            vec![nested.fold(last(&variant.path), |name, inner| format!("{name}/{inner}"))]
        }
        _ => vec![String::new()],
    }
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The variables of a message and of those that it refers to.
fn variables(messages: &BTreeMap<String, String>, code: &str) -> BTreeSet<String> {
    let text = &messages[code];
    let name = |text: &str| text.split(|character: char| !character.is_alphanumeric()).next().map(str::to_owned);
    let own = text.split('$').skip(1).filter_map(name);
    own.chain(references(text).flat_map(|part| variables(messages, part))).collect()
}

/// The messages that a message refers to: `{ refusal-action }`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.split('{').filter_map(|inner| inner.trim_start().strip_prefix("refusal-"));
    starts.filter_map(|inner| inner.split([' ', '}']).next())
}

/// The refusals' messages of a language by code, as they are written.
fn messages(language: Language) -> BTreeMap<String, String> {
    let path = format!("{}/locales/{}/refusals.ftl", env!("CARGO_MANIFEST_DIR"), language.code());
    let mut messages: Vec<(String, String)> = Vec::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let start = line.strip_prefix("refusal-").and_then(|line| line.split_once(" ="));
        match (start, messages.last_mut()) {
            (Some((code, text)), _) => messages.push((code.to_owned(), text.to_owned())),
            (None, Some((_, earlier))) => earlier.extend(["\n", line]),
            (None, None) => assert_eq!(line, ""),
        }
    }
    messages.into_iter().collect()
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it has neighbours").to_owned()
}

/// Every source of every crate, without their tests.
fn sources(crates: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).map_or_else(|_| Vec::new(), |found| found.flatten().collect());
    let mut folders: Vec<PathBuf> = entries(crates).iter().map(|entry| entry.path().join("src")).collect();
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder).into_iter().map(|entry| entry.path()) {
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => sources.push(path),
                _ => {}
            }
        }
    }
    sources
}
