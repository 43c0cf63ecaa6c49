//! The permission matrix: every route of both routers × every kind of caller.

mod table;
mod world;

use std::collections::BTreeSet;
use table::{Class, TABLE};
use templates::assets;
use world::{Caller, World};

/// Every route as `METHOD /pattern`.
fn routes() -> Vec<(&'static str, &'static str)> {
    use api::routes::Verb as Machine;
    use site::routes::Verb as Person;
    let machines = api::ROUTES.iter().map(|route| match route.method {
        Machine::Get => ("GET", route.pattern),
        Machine::Post => ("POST", route.pattern),
        Machine::Options => ("OPTIONS", route.pattern),
    });
    let people = site::ROUTES.iter().map(|route| match route.method {
        Person::Get => ("GET", route.pattern),
        Person::Post => ("POST", route.pattern),
    });
    machines.chain(people).collect()
}

/// A path that exists behind a pattern, but for the secrets of links.
fn example(pattern: &str, world: &World) -> String {
    let asset = assets::path_of("copy.js").expect("the asset exists");
    let query = if pattern.contains("/keys/") { "?kind=security-key" } else { "" };
    let path = pattern
        .replace("/static/{hash}/{name}", asset)
        .replace("/files/{*path}", &world.file)
        .replace("/packages/{*path}", &world.file.replacen("/files/", "/packages/", 1))
        .replace("{name}", "brie")
        .replace("{version}", "1")
        .replace("{topic}", "publishing")
        .replace("{switch}", "no-deletions")
        .replace("{secret}", &"A".repeat(43))
        .replace("{id}", "0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000");
    path + query
}

#[test]
fn every_route_has_one_row_and_every_row_a_route() {
    let routes: BTreeSet<String> = routes().iter().map(|(method, pattern)| format!("{method} {pattern}")).collect();
    let rows: BTreeSet<String> = TABLE.iter().map(|(route, _)| (*route).to_owned()).collect();
    assert_eq!(rows.len(), TABLE.len(), "no row stands twice");
    let (without_row, without_route): (Vec<_>, Vec<_>) =
        (routes.difference(&rows).collect(), rows.difference(&routes).collect());
    assert!(without_row.is_empty(), "routes without a row: {without_row:#?}");
    assert!(without_route.is_empty(), "rows without a route: {without_route:#?}");
}

#[tokio::test]
async fn every_route_answers_every_caller_as_the_table_says() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for (method, pattern) in routes() {
        let route = format!("{method} {pattern}");
        let Some((_, rule)) = TABLE.iter().find(|(row, _)| *row == route) else {
            wrong.push(format!("{route}: no row"));
            continue;
        };
        for caller in Caller::ALL {
            let answer = world.ask(caller, method, &example(pattern, &world), pattern == "/legacy/").await;
            let (found, expected) = (Class::of(&answer), rule.expects(caller));
            if found != expected {
                let start: String = answer.body.chars().filter(|it| !it.is_control()).take(160).collect();
                let (status, location) = (answer.status, &answer.location);
                wrong.push(format!("{route} as {caller:?}: {expected:?} != {found:?} ({status} {location} {start})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells differ:\n{}", wrong.len(), wrong.join("\n"));
}
