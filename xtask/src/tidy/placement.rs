//! The placement laws: what may stand on which floor.

use super::Finding;
use super::source::{Source, names};

/// SQL text stands only in `store`.
pub(crate) fn sql_stands_in_store(source: &Source) -> Vec<Finding> {
    if !is_on_a_floor(source, &["store", "testkit", "testkit-macros"]) {
        return Vec::new();
    }
    source
        .strings
        .iter()
        .filter(|(_, text)| is_sql(text))
        .map(|(line, _)| Finding::new(&source.path, *line, "SQL text outside `store`: move the query beside its kin"))
        .collect()
}

/// A database driver is named only in `store/src/db`, and where tests make databases.
pub(crate) fn drivers_are_named_in_the_seam(source: &Source) -> Vec<Finding> {
    let is_seam = source.path.starts_with("crates/store/src/db") || source.floor() == Some("testkit");
    if is_seam || source.floor().is_none() {
        return Vec::new();
    }
    found(source, "a database driver outside `store/src/db`: use the seam's own types", |line| {
        // The derive must carry the library's name; it brings no driver.
        names(line, "sqlx") && !line.contains("derive(") && !line.contains("sqlx::FromRow") && !line.contains("[sqlx(")
    })
}

/// Only `web`, `api`, `site` and the wiring know HTTP.
pub(crate) fn http_stays_at_the_edge(source: &Source) -> Vec<Finding> {
    if !is_on_a_floor(source, &["web", "api", "site", "app", "outbound", "testkit"]) {
        return Vec::new();
    }
    found(source, "HTTP below the edge: only `web`, `api` and `site` know it", |line| {
        ["axum", "http::", "hyper", "tower_http"].iter().any(|word| names(line, word))
    })
}

/// Only `service` and `jobs` open a `Write`.
pub(crate) fn writes_open_in_service(source: &Source) -> Vec<Finding> {
    if !is_on_a_floor(source, &["service", "jobs", "store", "testkit"]) {
        return Vec::new();
    }
    found(source, "a `Write` opened outside `service` and `jobs`: make it an act", |line| {
        let opens = ["db.write(", "db().write(", ".write(|", ".write(async", ".write(move"];
        opens.iter().any(|opening| line.contains(opening))
    })
}

/// Only `app` reads the environment.
pub(crate) fn environment_is_read_in_app(source: &Source) -> Vec<Finding> {
    if !is_on_a_floor(source, &["app", "testkit"]) {
        return Vec::new();
    }
    found(source, "the environment read outside `app`: make it a setting", |line| {
        names(line, "std::env") || names(line, "env::var") || names(line, "env::vars")
    })
}

/// `packaging`, `domain` and `scanner` do no input and no output.
pub(crate) fn facts_do_no_io(source: &Source) -> Vec<Finding> {
    if !matches!(source.floor(), Some("packaging" | "domain" | "scanner")) {
        return Vec::new();
    }
    found(source, "input or output on a floor of facts: take the bytes as an argument", |line| {
        ["std::fs", "fs::", "std::net", "tokio", "std::process", "File::open"].iter().any(|word| names(line, word))
    })
}

fn is_on_a_floor(source: &Source, but_not: &[&str]) -> bool {
    source.floor().is_some_and(|floor| !but_not.contains(&floor))
}

fn found(source: &Source, message: &str, bites: impl Fn(&str) -> bool) -> Vec<Finding> {
    source
        .code_lines()
        .filter(|(number, line)| !source.is_test(*number) && bites(line))
        .map(|(number, _)| Finding::new(&source.path, number, message))
        .collect()
}

fn is_sql(text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let both = |first: &str, second: &str| text.find(first).is_some_and(|start| text[start..].contains(second));
    both("SELECT ", " FROM ")
        || both("UPDATE ", " SET ")
        || text.contains("INSERT INTO ")
        || text.contains("DELETE FROM ")
        || text.contains("CREATE TABLE ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(rule: fn(&Source) -> Vec<Finding>, path: &str, text: &str) -> usize {
        rule(&Source::new(path, text)).len()
    }

    #[test]
    fn sql_outside_store_is_found() {
        let text =
            "let a = \"SELECT id\n FROM users\"; let b = \"UPDATE users SET x = 1\"; let c = \"INSERT INTO users\";";
        assert_eq!(findings(sql_stands_in_store, "crates/service/src/a.rs", text), 3);
        assert_eq!(findings(sql_stands_in_store, "crates/store/src/a.rs", text), 0);
    }

    #[test]
    fn english_that_resembles_sql_is_not_found() {
        let text = "let a = \"Select a file from the list\";";
        assert_eq!(findings(sql_stands_in_store, "crates/service/src/a.rs", text), 0);
    }

    #[test]
    fn a_driver_outside_the_seam_is_found() {
        let text = "use sqlx::sqlite::SqlitePool;";
        assert_eq!(findings(drivers_are_named_in_the_seam, "crates/store/src/projects.rs", text), 1);
        assert_eq!(findings(drivers_are_named_in_the_seam, "crates/store/src/db/read.rs", text), 0);
        assert_eq!(findings(drivers_are_named_in_the_seam, "crates/store/src/a.rs", "#[derive(sqlx::FromRow)]"), 0);
    }

    #[test]
    fn http_below_the_edge_is_found() {
        let text = "use axum::Router;\nuse http::StatusCode;\n";
        assert_eq!(findings(http_stays_at_the_edge, "crates/service/src/a.rs", text), 2);
        assert_eq!(findings(http_stays_at_the_edge, "crates/web/src/a.rs", text), 0);
    }

    #[test]
    fn a_write_opened_by_a_handler_is_found() {
        let text = "ctx.db.write(|w| async move { Ok(()) }).await";
        assert_eq!(findings(writes_open_in_service, "crates/api/src/a.rs", text), 1);
        assert_eq!(findings(writes_open_in_service, "crates/service/src/a.rs", text), 0);
    }

    #[test]
    fn the_environment_read_below_app_is_found() {
        let text = "let a = std::env::var(\"A\"); let b = env!(\"B\");";
        assert_eq!(findings(environment_is_read_in_app, "crates/web/src/a.rs", text), 1);
        assert_eq!(findings(environment_is_read_in_app, "crates/web/src/a.rs", "env!(\"B\")"), 0);
        assert_eq!(findings(environment_is_read_in_app, "crates/app/src/a.rs", text), 0);
    }

    #[test]
    fn a_file_opened_by_a_floor_of_facts_is_found() {
        assert_eq!(findings(facts_do_no_io, "crates/packaging/src/a.rs", "std::fs::read(path)"), 1);
        let in_a_test = "#[cfg(test)]\nmod tests {\n    fn a() { std::fs::read(path); }\n}\n";
        assert_eq!(findings(facts_do_no_io, "crates/packaging/src/a.rs", in_a_test), 0);
    }
}
