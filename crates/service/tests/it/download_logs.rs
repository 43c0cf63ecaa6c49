//! Importing access logs: each download in them counts once.

use domain::Failure;
use domain::downloads::log::LogForm;
use domain::downloads::{Day, DownloadSource};
use flate2::{Compression, write::GzEncoder};
use futures::FutureExt as _;
use service::Ctx;
use service::downloads::{ImportRefused, ImportedLog, Stage, import};
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use store::downloads::figures::{self, ProjectFigures};
use testkit::FromEngine;
use testkit::database::{Engine, TestDb};
use testkit::distribution::{BuiltFile, Distribution};
use testkit_index::{TestIndex, normalized};
use testkit_macros::both;

/// An index whose downloads come from logs, with one release.
struct Logged {
    index: TestIndex,
    wheel: BuiltFile,
    sdist: BuiltFile,
}

impl FromEngine for Logged {
    async fn from_engine(engine: Engine) -> Self {
        let database: TestDb = testkit::database::on(engine).await;
        let index = TestIndex::with(database, |settings| settings.downloads.source = DownloadSource::Logs).await;
        let ada = index.somebody("ada").await;
        let made = Distribution::new("brie", "1.0");
        let (wheel, sdist) = (made.wheel(), made.sdist());
        for file in [&wheel, &sdist] {
            index.publish(&ada.token, file).await.unwrap();
        }
        Self { index, wheel, sdist }
    }
}

impl Logged {
    async fn new() -> Self {
        Self::from_engine(Engine::Sqlite).await
    }

    fn log(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.index.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A line of nginx for a file, on the 20th of September 2026.
    fn line(&self, file: &BuiltFile, second: usize) -> String {
        nginx(&format!("GET /files/{} HTTP/1.1", path_of(file)), second, "200 812", "pip/24.0 {\\x22ci\\x22:null}")
    }

    async fn figures(&self) -> ProjectFigures {
        let mut read = self.index.db.read().await.unwrap();
        let brie = store::projects::by_name(&mut read, &normalized("brie")).await.unwrap().unwrap();
        figures::of_project(&mut read, brie.id, Day::from(self.index.now())).await.unwrap()
    }

    async fn people(&self) -> u64 {
        self.figures().await.last(183).people
    }

    async fn import(&self, path: &Path) -> ImportedLog {
        imported(&self.index, &[path.to_owned()], None).await.unwrap().remove(0)
    }

    async fn refused(&self, paths: &[PathBuf]) -> ImportRefused {
        imported(&self.index, paths, None).await.unwrap_err()
    }
}

async fn imported(ctx: &Ctx, paths: &[PathBuf], form: Option<LogForm>) -> Result<Vec<ImportedLog>, ImportRefused> {
    import(ctx, paths, form, |_| ()).await.map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Broken(fault) => panic!("{fault:#}"),
    })
}

fn path_of(file: &BuiltFile) -> String {
    let digests = packaging::digest::Digests::of(&file.bytes);
    domain::files::object_path(digests.blake2b.as_str(), &file.filename)
}

fn nginx(request: &str, second: usize, rest: &str, agent: &str) -> String {
    let (hours, minutes, seconds) = (second / 3600 % 24, second / 60 % 60, second % 60);
    let time = format!("20/Sep/2026:{hours:02}:{minutes:02}:{seconds:02} +0000");
    format!("192.0.2.7 - - [{time}] \"{request}\" {rest} \"-\" \"{agent}\"\n")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// What the figures of a log are: lines, counted, ignored, unreadable.
fn figures_of(imported: &ImportedLog) -> (i64, i64, i64, i64) {
    let log = &imported.log;
    (log.lines, log.counted, log.ignored, log.unreadable)
}

#[both]
async fn a_combined_log_counts_downloads_and_nothing_else(logged: Logged) {
    let (wheel, sdist) = (&logged.wheel, &logged.sdist);
    let (path, whole) = (path_of(wheel), wheel.bytes.len());
    let mut text = logged.line(wheel, 0) + &logged.line(sdist, 1);
    for (request, rest, agent) in [
        (format!("GET /packages/{path} HTTP/1.1"), "200 812".to_owned(), "uv/0.5.4"),
        (format!("GET /files/{path} HTTP/1.1"), "200 812".to_owned(), "bandersnatch/6.5.0 (x)"),
        // A part counts if it is all of the file.
        (format!("GET /files/{path} HTTP/1.1"), format!("206 {whole}"), "pip/24.0"),
        (format!("GET /files/{path} HTTP/1.1"), format!("206 {}", whole - 1), "pip/24.0"),
        (format!("GET /files/{path} HTTP/1.1"), "304 0".to_owned(), "pip/24.0"),
        (format!("HEAD /files/{path} HTTP/1.1"), "200 0".to_owned(), "pip/24.0"),
        (format!("GET /files/{path}.metadata HTTP/1.1"), "200 99".to_owned(), "pip/24.0"),
        (format!("GET /files/{path}.provenance HTTP/1.1"), "200 99".to_owned(), "pip/24.0"),
        (format!("GET /files/00/{} HTTP/1.1", &path[3..]), "200 99".to_owned(), "pip/24.0"),
        (format!("GET /files/{path} HTTP/1.1"), "200 812".to_owned(), "-"),
        ("GET /simple/brie/ HTTP/1.1".to_owned(), "200 99".to_owned(), "pip/24.0"),
    ] {
        text += &nginx(&request, 2, &rest, agent);
    }
    text += "garbage\n\n\u{0}\u{1}\n";
    let imported = logged.import(&logged.log("access.log", &text)).await;
    assert_eq!(figures_of(&imported), (16, 5, 9, 2));
    let numbers: Vec<i64> = imported.samples.iter().map(|sample| sample.number).collect();
    assert_eq!((imported.form, imported.already, numbers), (LogForm::Nginx, false, vec![14, 16]));
    let found = logged.figures().await;
    assert_eq!((found.today().people, found.last(1).people, found.last(1).mirrors), (0, 4, 1));
    assert_eq!(found.kinds, [("sdist".to_owned(), 1), ("wheel".to_owned(), 4)]);
    assert_eq!(found.versions, [("1.0".to_owned(), 5)]);
}

#[both]
async fn a_log_of_a_cdn_counts_by_path_or_by_name(logged: Logged) {
    let time = "Sun, 20 Sep 2026 20:22:04 GMT";
    let path = path_of(&logged.wheel);
    let text = [
        format!("download|{time}|FR|/packages/{path}|TLSv1.3|x|brie|1.0|bdist_wheel|pip/24.0 {{}}"),
        format!("download|{time}|FR|/{path}|TLSv1.3|x|(null)|(null)|(null)|pip/24.0 {{}}"),
        format!("download|{time}|FR|/elsewhere/brie.tar.gz|TLSv1.3|x|Brie|1|sdist|uv/0.5.4 {{\"a\":\"|\"}}"),
        format!("download|{time}|FR|/elsewhere/brie.tar.gz|TLSv1.3|x|brie|9|sdist|uv/0.5.4"),
        format!("download|{time}|FR|/elsewhere/x.tar.gz|TLSv1.3|x|comte|1.0|sdist|uv/0.5.4"),
        format!("simple|{time}|FR|/simple/brie/|TLSv1.3|x||||pip/24.0"),
        format!("download|{time}|FR|/elsewhere/x.tar.gz|TLSv1.3|x|(null)|1.0|sdist|uv/0.5.4"),
        "download|tomorrow".to_owned(),
    ]
    .join("\r\n");
    let imported = logged.import(&logged.log("cdn.log", text)).await;
    assert_eq!((imported.form, figures_of(&imported)), (LogForm::Cdn, (8, 3, 3, 2)));
    let found = logged.figures().await;
    assert_eq!(found.kinds, [("sdist".to_owned(), 1), ("wheel".to_owned(), 2)]);
    assert_eq!(found.versions, [("1.0".to_owned(), 3)]);
}

#[both]
async fn the_same_log_counts_once_under_any_name_and_compression(logged: Logged) {
    let text = logged.line(&logged.wheel, 0) + &logged.line(&logged.wheel, 1);
    let first = logged.log("access.log", &text);
    let rotated = logged.log("access.log.2.gz", gzip(&text));
    assert!(!logged.import(&first).await.already);
    for path in [&first, &rotated] {
        let again = logged.import(path).await;
        assert!(again.already, "{}", path.display());
        assert_eq!(figures_of(&again), (2, 2, 0, 0));
    }
    assert_eq!(logged.people().await, 2);
}

#[both]
async fn a_log_that_has_grown_counts_what_is_new(logged: Logged) {
    let mut text: String = (0..10).map(|second| logged.line(&logged.wheel, second)).collect();
    logged.import(&logged.log("access.log", &text)).await;
    let before = i64::try_from(text.len()).unwrap();
    (10..13).for_each(|second| text += &logged.line(&logged.wheel, second));
    let grown = logged.import(&logged.log("access.log", gzip(&text))).await;
    assert_eq!((grown.began_at, figures_of(&grown)), (before, (13, 13, 0, 0)));
    assert_eq!(logged.people().await, 13);
}

/// Imports a log until its first chunk is written, and dies there.
async fn import_and_die(logged: &Logged, path: &Path) {
    let paths = [path.to_owned()];
    let dying = import(&logged.index, &paths, None, |progress| {
        if matches!(progress.stage, Stage::Counting { .. }) {
            std::panic::panic_any("killed");
        }
    });
    AssertUnwindSafe(dying).catch_unwind().await.unwrap_err();
}

fn long_log(logged: &Logged) -> String {
    let mut text = String::new();
    for second in 0..60_000 {
        write!(text, "{}", logged.line(&logged.wheel, second)).unwrap();
    }
    text
}

#[both]
async fn an_import_that_died_between_chunks_goes_on_where_it_was(logged: Logged) {
    let path = logged.log("access.log.gz", gzip(&long_log(&logged)));
    import_and_die(&logged, &path).await;
    assert_eq!(logged.people().await, 50_000);
    let imported = logged.import(&path).await;
    assert!(0 < imported.began_at && !imported.already);
    assert_eq!(figures_of(&imported), (60_000, 60_000, 0, 0));
    assert_eq!(logged.people().await, 60_000);
    assert!(logged.import(&path).await.already);
}

#[tokio::test]
async fn a_log_that_grew_after_its_import_died_is_read_once() {
    let logged = Logged::new().await;
    let mut text = long_log(&logged);
    let short = logged.log("access.log.1", &text);
    import_and_die(&logged, &short).await;
    text += &logged.line(&logged.wheel, 1);
    let grown = logged.import(&logged.log("access.log", &text)).await;
    assert_eq!(figures_of(&grown), (60_001, 60_001, 0, 0));
    assert!(logged.import(&short).await.already);
    assert_eq!(logged.people().await, 60_001);
}

#[both]
async fn ten_imports_of_one_log_at_once_count_it_once(logged: Logged) {
    let text: String = (0..100).map(|second| logged.line(&logged.wheel, second)).collect();
    let paths = [logged.log("access.log", text)];
    let imports = (0..10).map(|_| imported(&logged.index, &paths, None));
    for ended in futures::future::join_all(imports).await {
        match ended {
            Ok(logs) => assert_eq!(logs[0].log.counted, 100),
            Err(refusal) => assert!(matches!(refusal, ImportRefused::BeingRead { .. }), "{refusal}"),
        }
    }
    assert_eq!(logged.people().await, 100);
}

#[tokio::test]
async fn nothing_is_counted_when_one_of_the_files_is_no_log() {
    let logged = Logged::new().await;
    let good = logged.log("access.log", logged.line(&logged.wheel, 0));
    let empty = logged.log("empty.log", "");
    let unknown = logged.log("unknown.log", "one\ntwo\n");
    let missing = logged.index.folder.path().join("missing.log");
    let folder = logged.index.folder.path().to_owned();
    for bad in [&empty, &unknown, &missing, &folder] {
        let refusal = logged.refused(&[good.clone(), bad.clone()]).await;
        assert!(refusal.to_string().contains(&bad.display().to_string()), "{refusal}");
    }
    assert!(matches!(logged.refused(&[empty]).await, ImportRefused::Empty { .. }));
    assert!(matches!(logged.refused(&[unknown]).await, ImportRefused::UnknownForm { .. }));
    assert!(matches!(logged.refused(&[missing]).await, ImportRefused::Unreadable { .. }));
    assert!(matches!(logged.refused(&[folder]).await, ImportRefused::NoFile { .. }));
    assert_eq!(logged.people().await, 0);
}

#[tokio::test]
async fn a_compressed_log_that_is_cut_off_counts_nothing() {
    let logged = Logged::new().await;
    let text: String = (0..5_000).map(|second| logged.line(&logged.wheel, second)).collect();
    let mut compressed = gzip(&text);
    compressed.truncate(compressed.len() / 2);
    let refusal = logged.refused(&[logged.log("access.log.gz", compressed)]).await;
    assert!(matches!(refusal, ImportRefused::Unreadable { .. }), "{refusal}");
    assert_eq!(logged.people().await, 0);
}

#[tokio::test]
async fn a_form_that_is_named_is_believed() {
    let logged = Logged::new().await;
    let path = logged.log("access.log", "garbage\n".to_owned() + &logged.line(&logged.wheel, 0));
    let read_as =
        async |form| figures_of(&imported(&logged.index, std::slice::from_ref(&path), Some(form)).await.unwrap()[0]);
    assert_eq!(read_as(LogForm::Cdn).await, (2, 0, 0, 2));
}

#[tokio::test]
async fn where_the_index_counts_itself_a_log_is_refused_with_the_way_out() {
    let index = TestIndex::new().await;
    let refusal = imported(&index, &[PathBuf::from("access.log")], None).await.unwrap_err();
    assert_eq!(refusal, ImportRefused::CountedHere);
    assert!(refusal.to_string().contains("downloads.source"));
}
