//! Made-up names of projects and people.

use domain::accounts::Username;
use packaging::name::{ConfusableName, NormalizedName};
use std::collections::HashSet;

const FIRST: [&str; 72] = [
    "abondance",
    "affinage",
    "alpine",
    "amber",
    "aged",
    "baker",
    "basket",
    "bleu",
    "bloomy",
    "brie",
    "brine",
    "butter",
    "cave",
    "cellar",
    "chalk",
    "chevre",
    "clover",
    "cloth",
    "comte",
    "copper",
    "cream",
    "crumb",
    "curd",
    "dairy",
    "edam",
    "emmental",
    "farm",
    "feta",
    "fjord",
    "fondue",
    "fresh",
    "gouda",
    "grana",
    "gruyere",
    "halloumi",
    "hay",
    "herb",
    "honey",
    "jarl",
    "juniper",
    "kefir",
    "lactic",
    "manchego",
    "marble",
    "meadow",
    "mild",
    "morbier",
    "nutty",
    "oak",
    "orchard",
    "paneer",
    "pasture",
    "pepper",
    "quark",
    "raclette",
    "reblochon",
    "rind",
    "ripe",
    "rustic",
    "salt",
    "sharp",
    "smoke",
    "stilton",
    "straw",
    "tangy",
    "thyme",
    "tomme",
    "truffle",
    "velvet",
    "washed",
    "whey",
    "winter",
];

const SECOND: [&str; 72] = [
    "adapter", "agent", "alarm", "archive", "atlas", "auth", "batch", "beacon", "bench", "bridge", "broker", "bucket",
    "cache", "canvas", "chart", "client", "clock", "codec", "compass", "config", "console", "crawler", "cursor",
    "daemon", "digest", "driver", "editor", "engine", "events", "export", "fetch", "filter", "forge", "forms",
    "gateway", "graph", "guard", "hooks", "http", "import", "json", "kernel", "lexer", "linter", "loader", "logger",
    "mapper", "matrix", "merge", "metrics", "model", "parser", "patch", "pipeline", "plugin", "pool", "proxy", "queue",
    "reader", "router", "runner", "schema", "server", "shell", "socket", "stream", "table", "tasks", "tensor", "timer",
    "vault", "worker",
];

const THIRD: [&str; 72] = [
    "admin", "aio", "android", "api", "async", "aws", "azure", "base", "bin", "bot", "build", "c", "ci", "cloud",
    "cmd", "common", "contrib", "core", "cpp", "css", "csv", "data", "db", "dev", "django", "docker", "docs", "dsl",
    "ext", "extra", "fast", "flask", "gcp", "gpu", "grpc", "gtk", "gui", "helper", "html", "io", "java", "jupyter",
    "kit", "lab", "lite", "local", "math", "mini", "mock", "mqtt", "net", "next", "ng", "numpy", "orm", "pdf", "plus",
    "pro", "pytest", "qt", "redis", "rest", "rust", "sdk", "sql", "test", "text", "toolbox", "ui", "utils", "web",
    "xml",
];

const PEOPLE: [&str; 48] = [
    "ada",
    "alan",
    "amina",
    "anita",
    "barbara",
    "beatrix",
    "bjarne",
    "chiara",
    "dana",
    "dennis",
    "donald",
    "edsger",
    "elena",
    "emmy",
    "fatima",
    "frances",
    "grace",
    "guido",
    "hedy",
    "ines",
    "ivan",
    "jean",
    "joan",
    "karen",
    "katherine",
    "kenji",
    "leslie",
    "lin",
    "margaret",
    "maria",
    "mary",
    "mei",
    "nadia",
    "niklaus",
    "noor",
    "olga",
    "pierre",
    "radia",
    "rosa",
    "sofia",
    "stefan",
    "tariq",
    "tim",
    "ursula",
    "vera",
    "wanda",
    "yuki",
    "zoe",
];

/// A name and the form that look-alikes share.
pub(super) type Name = (NormalizedName, ConfusableName);

/// So many names of projects, none like another; the first are the shortest.
pub(super) fn projects(count: u32) -> anyhow::Result<Vec<Name>> {
    let mut names = Vec::with_capacity(count as usize);
    let mut taken = HashSet::with_capacity(count as usize);
    let mut index = 0;
    while names.len() < count as usize {
        let name = NormalizedName::parse_exact(&project(index))?;
        let confusable = ConfusableName::of(&name);
        if taken.insert(confusable.clone()) {
            names.push((name, confusable));
        }
        index += 1;
    }
    Ok(names)
}

/// The name of a person by number.
pub(super) fn person(index: u32) -> Username {
    let (name, number) = (index as usize % PEOPLE.len(), index as usize / PEOPLE.len());
    let text = format!("{}-{}", PEOPLE[name], number + 1);
    text.parse().expect("letters, a hyphen and digits are a user name")
}

fn project(index: usize) -> String {
    // Steps that share no factor with the lengths, so that neighbours differ in every word.
    let first = FIRST[(index * 31) % FIRST.len()];
    let pairs = FIRST.len() * SECOND.len();
    let second = SECOND[(index / FIRST.len() + index * 7) % SECOND.len()];
    let (round, rounds) = (index / pairs, THIRD.len() + 1);
    let third = match round % rounds {
        0 => String::new(),
        third => format!("-{}", THIRD[third - 1]),
    };
    match round / rounds {
        0 => format!("{first}-{second}{third}"),
        number => format!("{first}-{second}{third}-{}", number + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_looks_like_another() {
        let names = projects(20_000).unwrap();
        let confusable: HashSet<&str> = names.iter().map(|(_, confusable)| confusable.as_str()).collect();
        assert_eq!(confusable.len(), 20_000);
    }

    #[test]
    fn every_pair_of_words_comes_before_a_third() {
        let pairs: HashSet<String> = (0..FIRST.len() * SECOND.len()).map(project).collect();
        assert_eq!(pairs.len(), FIRST.len() * SECOND.len());
        assert_eq!(project(0), "abondance-adapter");
        assert_eq!(project(FIRST.len() * SECOND.len()).matches('-').count(), 2);
    }

    #[test]
    fn people_are_told_apart_by_a_number() {
        assert_eq!((person(0).as_ref(), person(48).as_ref()), ("ada-1", "ada-2"));
        let names: HashSet<String> = (0..1000).map(|index| person(index).to_string()).collect();
        assert_eq!(names.len(), 1000);
    }
}
