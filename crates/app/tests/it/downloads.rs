//! Downloads from outside: counted by `serve`, or imported from logs by a command.

use crate::harness::{Answer, Place, Running, stderr};
use chrono::NaiveDate;
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use testkit::distribution::Distribution;

/// A running index with one wheel.
struct Index {
    running: Running,
    /// Where the wheel is.
    file: String,
    place: Place,
}

impl Index {
    fn with_brie(configuration: &str) -> Self {
        let place = Place::new();
        fs::write(place.folder.path().join("fromagerie.toml"), configuration).unwrap();
        let running = place.serve();
        let token = place.token("ada");
        let file = Distribution::new("brie", "1.0").wheel();
        assert_eq!(running.upload(&token, "brie", "1.0", &file).status, 200);
        let page = running.get("/simple/brie/", "Accept: application/vnd.pypi.simple.v1+json\r\n");
        let page: Value = serde_json::from_str(&page.text()).unwrap();
        let url = page["files"][0]["url"].as_str().unwrap().to_owned();
        let file = url[url.find("/files/").unwrap()..].to_owned();
        Self { running, file, place }
    }

    /// An index whose downloads come from logs.
    fn with_logs() -> Self {
        Self::with_brie("[downloads]\nsource = \"logs\"\n")
    }

    /// The page of the figures, under the address that pages have.
    fn page(&self, accept: &str) -> Answer {
        let host = self.running.address.replace("127.0.0.1", "localhost");
        let request = format!("GET /stats/downloads/brie/ HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n");
        self.running.ask(request.as_bytes())
    }

    fn figures(&self) -> Value {
        let answer = self.page("application/json");
        assert_eq!(answer.status, 200);
        serde_json::from_str(&answer.text()).unwrap()
    }

    fn people(&self) -> u64 {
        let figures = self.figures();
        let of = |period: &str| figures[period]["people"].as_u64().unwrap();
        of("last_183_days") + of("today")
    }

    /// Asks again until so many downloads are counted; ten seconds are ten flushes.
    fn wait_for_people(&self, least: u64) {
        let started = Instant::now();
        while self.people() < least {
            assert!(started.elapsed() < Duration::from_secs(10), "never counted: {}", self.figures());
        }
    }

    /// Lines of nginx for the wheel, of the day before the index's own.
    fn lines(&self, count: usize) -> String {
        let figures = self.figures();
        let days = figures["days"].as_array().unwrap();
        let yesterday: NaiveDate = days[days.len() - 2]["day"].as_str().unwrap().parse().unwrap();
        let (day, file) = (yesterday.format("%d/%b/%Y"), &self.file);
        let mut lines = String::new();
        for number in 0..count {
            let (minute, second) = (number / 60 % 60, number % 60);
            let time = format!("{day}:10:{minute:02}:{second:02} +0000");
            let request = format!("GET {file} HTTP/1.1");
            writeln!(lines, "192.0.2.7 - - [{time}] \"{request}\" 200 {number} \"-\" \"pip/24.0\"").unwrap();
        }
        lines
    }

    fn log(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.place.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

#[test]
fn what_serve_sends_is_counted_under_its_installer() {
    let index = Index::with_brie("");
    let pip = "User-Agent: pip/24.0 {\"ci\":null}\r\n";
    assert_eq!(index.running.get(&index.file, pip).status, 200);
    assert_eq!(index.running.get(&format!("{}.metadata", index.file), pip).status, 200);
    index.wait_for_people(1);
    let figures = index.figures();
    assert_eq!(figures["today"]["people"], 1);
    assert_eq!(figures["installers"][0]["installer"], "pip");
    let page = index.page("text/html");
    assert!(page.text().contains("<td class=\"count\">1</td>"), "{}", page.text());
}

#[test]
fn a_log_is_imported_once_and_says_what_it_found() {
    let index = Index::with_logs();
    let text = index.lines(3) + "garbage\n";
    index.log("access.log", &text);
    let mut compressed = GzEncoder::new(Vec::new(), Compression::fast());
    compressed.write_all(text.as_bytes()).unwrap();
    index.log("access.log.1.gz", compressed.finish().unwrap());
    let report = index.place.json("downloads import access.log access.log.1.gz");
    let files = report["files"].as_array().unwrap();
    for (file, name, already) in [(&files[0], "access.log", false), (&files[1], "access.log.1.gz", true)] {
        assert_eq!((&file["name"], &file["already"]), (&name.into(), &already.into()));
        let figures = ["lines", "counted", "ignored", "unreadable"].map(|key| file[key].as_i64().unwrap());
        assert_eq!(figures, [4, 3, 0, 1]);
    }
    assert_eq!(files[0]["unreadable_lines"][0]["line"], 4);
    assert_eq!(index.people(), 3);
    let again = index.place.run("downloads import access.log");
    assert!(again.status.success(), "{}", stderr(&again));
    assert!(String::from_utf8_lossy(&again.stdout).contains("already read"));
    assert_eq!(index.people(), 3);
}

#[test]
fn an_import_that_is_killed_and_repeated_counts_once() {
    let index = Index::with_logs();
    index.log("access.log", index.lines(200_000));
    let mut child = index.place.command("downloads import access.log").stdout(Stdio::null()).spawn().unwrap();
    index.wait_for_people(50_000);
    child.kill().unwrap();
    child.wait().unwrap();
    let report = index.place.json("downloads import access.log");
    assert_eq!(report["files"][0]["counted"], 200_000);
    assert_eq!(index.people(), 200_000);
}

#[test]
fn what_is_no_log_is_named_and_nothing_is_counted() {
    let index = Index::with_logs();
    index.log("access.log", index.lines(1));
    index.log("empty.log", "");
    for bad in ["empty.log", "missing.log", "data"] {
        let said = index.place.refused(&format!("downloads import access.log {bad}"));
        assert!(said.contains(&format!("`{bad}`")), "{said}");
    }
    assert_eq!(index.people(), 0);
    assert_eq!(index.place.run("downloads import access.log --form apache").status.code(), Some(2));
    assert_eq!(index.place.run("downloads import").status.code(), Some(2));
}

#[test]
fn an_index_that_counts_itself_takes_no_log() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    let said = place.refused("downloads import access.log");
    assert!(said.contains("downloads.source = \"self\"") && said.contains("hint:"), "{said}");
}
