//! The commands, from an empty folder to a deleted project.

use crate::harness::{Place, Running};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};
use testkit::distribution::{BuiltFile, Distribution};

/// An index with one published file.
struct Index {
    place: Place,
    running: Running,
    file: BuiltFile,
}

impl Index {
    fn with_brie() -> Self {
        let place = Place::new();
        let running = place.serve();
        let token = place.token("ada");
        let file = Distribution::new("brie", "1.0").wheel();
        let answer = running.upload(&token, "brie", "1.0", &file);
        assert_eq!(answer.status, 200, "{}", answer.text());
        Self { place, running, file }
    }

    fn simple_page(&self) -> (u16, String) {
        let answer = self.running.get("/simple/brie/", "Accept: application/vnd.pypi.simple.v1+json\r\n");
        (answer.status, answer.text())
    }

    fn object(&self) -> PathBuf {
        find(&self.place.data().join("objects"), &self.file.filename).expect("the object is there")
    }
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).find_map(|path| match path.is_dir() {
        true => find(&path, name),
        false => path.ends_with(name).then_some(path),
    })
}

#[test]
fn an_account_is_made_with_its_second_factor_on_an_empty_folder() {
    let place = Place::new();
    let created = place.json("user create ada --email ada@people.example --totp");
    assert_eq!(created["username"], "ada");
    assert!(created["otpauth_uri"].as_str().unwrap().starts_with("otpauth://totp/"));
    assert!(created["recovery_codes"].as_array().is_some_and(|codes| !codes.is_empty()));
    let users = place.json("user list");
    assert_eq!((&users["users"][0]["username"], &users["users"][0]["second_factor"]), (&"ada".into(), &true.into()));
    assert_eq!(place.json("user show ada")["emails"][0]["address"], "ada@people.example");
}

#[test]
fn an_account_without_a_factor_has_no_uri() {
    let place = Place::new();
    let created = place.json("user create ada --email ada@people.example");
    assert!(created["otpauth_uri"].is_null());
    assert_eq!(created["recovery_codes"], serde_json::json!([]));
}

#[test]
fn the_factors_of_somebody_who_lost_them_are_wiped_by_command() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example --totp");
    assert_eq!(place.json("user show ada")["second_factor"], true);
    let wiped = place.json("user reset-factors ada");
    assert_eq!(
        (&wiped["username"], &wiped["factors"], &wiped["recovery_codes"]),
        (&"ada".into(), &1.into(), &7.into())
    );
    assert_eq!(place.json("user show ada")["second_factor"], false);
    assert!(place.refused("user reset-factors nobody").contains("`nobody`"));
}

#[test]
fn an_account_is_frozen_and_unfrozen_by_command() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    assert_eq!(place.json("user freeze ada --reason test")["state"], "frozen");
    assert_eq!(place.json("user show ada")["state"], "frozen");
    assert!(place.refused("user freeze ada").contains("frozen already"));
    assert_eq!(place.json("user unfreeze ada")["state"], "active");
    assert!(place.refused("user confirm-device ada").contains("waits"));
    assert!(place.refused("user freeze nobody").contains("`nobody`"));
}

#[test]
fn a_taken_user_name_is_refused_with_status_one() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    assert!(place.refused("user create Ada --email other@people.example").contains("`Ada`"));
}

#[test]
fn a_password_comes_from_standard_input_and_is_judged() {
    let place = Place::new();
    let create = |password: &str| {
        let mut command = place.command("user create ada --email ada@people.example --password-stdin");
        let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert_eq!(create("short\n").status.code(), Some(1));
    assert!(create("a long enough one\n").status.success());
}

#[test]
fn wrong_usage_has_status_two() {
    let place = Place::new();
    for line in ["user create", "token create --user ada --expires soon", "no-such-command", "user show -"] {
        assert_eq!(place.run(line).status.code(), Some(2), "{line}");
    }
}

#[test]
fn commands_that_read_make_no_index() {
    let place = Place::new();
    assert!(place.refused("user list").contains("there is no index in the data folder"));
    assert!(!place.data().exists());
}

#[test]
fn a_token_is_made_listed_and_revoked_once() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example --totp");
    let created = place.json("token create --user ada --expires 30d");
    assert!(created["token"].as_str().unwrap().starts_with("pypi-"));
    assert!(created["expires"].as_str().unwrap().ends_with('Z'));
    let id = created["id"].as_str().unwrap();
    assert_eq!(place.json("token list --user ada")["tokens"][0]["id"], id);
    place.json(&format!("token revoke {id}"));
    assert!(place.json("token list")["tokens"][0]["revoked"].is_string());
    assert!(place.refused(&format!("token revoke {id}")).contains(id));
}

#[test]
fn a_token_without_an_end_has_no_expiry() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    assert!(place.json("token create --user ada")["expires"].is_null());
    assert!(place.refused("token create --user nobody").contains("`nobody`"));
}

#[test]
fn what_is_uploaded_is_listed_shown_and_served() {
    let index = Index::with_brie();
    assert_eq!(index.place.json("project list")["projects"][0]["normalized_name"], "brie");
    let shown = index.place.json("project show brie");
    assert_eq!(shown["roles"][0]["user"], "ada");
    assert_eq!(shown["releases"][0]["files"][0]["filename"], index.file.filename);
    let page: serde_json::Value = serde_json::from_str(&index.simple_page().1).unwrap();
    let url = page["files"][0]["url"].as_str().unwrap();
    let path = url.split_once("/files/").expect("files have their path").1;
    assert_eq!(index.running.get(&format!("/files/{path}"), "").body, index.file.bytes);
}

#[test]
fn a_yank_and_its_undoing_are_seen() {
    let index = Index::with_brie();
    index.place.json("project yank brie 1.0 --reason spoiled");
    index.running.get_until("/simple/brie/", "\"yanked\":\"spoiled\"");
    let release = &index.place.json("project show brie")["releases"][0];
    assert_eq!((&release["yanked"], &release["yanked_reason"]), (&true.into(), &"spoiled".into()));
    index.place.json("project unyank brie 1.0.0");
    assert_eq!(index.place.json("project show brie")["releases"][0]["yanked"], false);
    assert!(index.place.refused("project yank brie 2.0 --reason spoiled").contains("`2.0`"));
}

#[test]
fn an_archived_project_says_so_and_comes_back() {
    let index = Index::with_brie();
    index.place.json("project archive brie");
    assert_eq!(index.place.json("project show brie")["status"], "archived");
    index.place.json("project unarchive brie");
    assert_eq!(index.place.json("project show brie")["status"], "active");
}

#[test]
fn a_project_is_deleted_only_after_a_yes() {
    let index = Index::with_brie();
    assert!(index.place.refused("project delete brie").contains("--yes"));
    index.place.json("project delete brie --yes");
    assert_eq!(index.place.json("project list")["projects"], serde_json::json!([]));
    assert!(index.place.refused("project delete brie --yes").contains("`brie`"));
}

#[test]
fn a_project_has_limits_of_its_own() {
    let index = Index::with_brie();
    index.place.json("project limits brie --file 1GiB");
    assert_eq!(index.place.json("project show brie")["file_limit"], 1_073_741_824);
    index.place.json("project limits brie");
    assert!(index.place.json("project show brie")["file_limit"].is_null());
}

#[test]
fn a_prohibited_name_takes_no_upload_until_it_is_released() {
    let place = Place::new();
    let running = place.serve();
    let token = place.token("ada");
    let file = Distribution::new("cheddar", "1.0").wheel();
    place.json("project prohibit cheddar --reason reserved");
    assert_eq!(running.upload(&token, "cheddar", "1.0", &file).status, 400);
    place.json("project release-name cheddar");
    assert_eq!(running.upload(&token, "cheddar", "1.0", &file).status, 200);
}

#[test]
fn a_token_made_before_a_rotation_still_uploads() {
    let place = Place::new();
    let running = place.serve();
    let token = place.token("ada");
    place.json("secret rotate");
    assert!(running.stop().success());
    let running = place.serve();
    let answer = running.upload(&token, "brie", "1.0", &Distribution::new("brie", "1.0").wheel());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn the_doctor_finds_a_file_that_is_lost_and_one_that_is_changed() {
    let index = Index::with_brie();
    assert_eq!(index.place.json("doctor --sample all")["ok"], true);
    let object = index.object();
    let bytes = fs::read(&object).unwrap();
    fs::write(&object, b"mould").unwrap();
    let changed = index.place.run("doctor");
    assert_eq!(changed.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&changed.stdout).contains("other bytes"));
    fs::remove_file(&object).unwrap();
    let lost = index.place.run("doctor --sample 1");
    assert!(String::from_utf8_lossy(&lost.stdout).contains("a row and no object"));
    fs::write(&object, bytes).unwrap();
    assert_eq!(index.place.json("doctor")["ok"], true);
}

#[test]
fn the_doctor_warns_where_one_operator_alone_recovers_accounts() {
    let index = Index::with_brie();
    let alone = index.place.command("doctor").env("FROMAGERIE__RECOVERY__APPROVERS", "1").output().unwrap();
    let text = String::from_utf8_lossy(&alone.stdout).into_owned();
    assert!(alone.status.success() && text.contains("WARN  account recovery"), "{text}");
    assert!(text.contains("one operator alone lets people into accounts"), "{text}");
}

#[test]
fn the_doctor_says_what_is_missing_before_the_first_start() {
    let place = Place::new();
    let output = place.run("doctor");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("OK    configuration") && text.contains("FAIL  data folder"), "{text}");
}

#[test]
fn a_migration_is_done_once() {
    let place = Place::new();
    assert_ne!(place.json("migrate")["migrated"], serde_json::json!([]));
    assert_eq!(place.json("migrate")["migrated"], serde_json::json!([]));
}

#[test]
fn the_setup_link_is_that_of_the_running_serve_and_ends_with_the_first_operator() {
    let place = Place::new();
    let running = place.serve();
    let port = running.address.rsplit_once(':').unwrap().1;
    let link = place.json("setup-link");
    assert!(link["url"].as_str().unwrap().starts_with(&format!("http://localhost:{port}/setup/")));
    place.json("user create ada --email ada@people.example --superuser");
    assert!(place.refused("setup-link").contains("has an operator already"));
}

#[test]
fn the_queue_is_listed_and_a_job_runs_on_demand() {
    let index = Index::with_brie();
    assert!(index.place.json("jobs list")["dead_letters"].as_array().is_some());
    assert_eq!(index.place.json("jobs run sweep_uploads")["ran"], "sweep_uploads");
    assert!(index.place.refused("jobs run mature").contains("`collect_orphans`"));
}
