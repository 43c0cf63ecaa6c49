//! `config check`, `config show`, and what wins.

use crate::harness::Place;
use serde_json::Value;

impl Place {
    fn write_config(&self, text: &str) {
        std::fs::write(self.folder.path().join("fromagerie.toml"), text).expect("the file is written");
    }
}

fn setting<'a>(shown: &'a Value, name: &str) -> &'a Value {
    let settings = shown["settings"].as_array().expect("there are settings");
    settings.iter().find(|setting| setting["name"] == name).expect("the setting is shown")
}

#[test]
fn a_right_configuration_is_called_right() {
    let place = Place::new();
    place.write_config("[server]\nlisten = \"127.0.0.1:9000\"\n");
    assert_eq!(place.json("config check")["ok"], true);
}

#[test]
fn a_wrong_configuration_is_told_with_file_and_line_and_status_one() {
    let place = Place::new();
    place.write_config("[server]\nlisten = \"127.0.0.1:9000\"\nlitsen = 1\n");
    let output = place.run("config check --json");
    assert_eq!(output.status.code(), Some(1));
    let object: Value = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
    assert_eq!(object["problems"][0]["line"], 3);
    assert!(object["problems"][0]["message"].as_str().unwrap().contains("`server.litsen`"));
    assert!(place.refused("user list").contains("fromagerie.toml:3: unknown key"));
}

#[test]
fn every_value_is_shown_with_its_origin() {
    let place = Place::new();
    place.write_config("[server]\nlisten = \"127.0.0.1:9000\"\nname = \"Affinage\"\n");
    let mut command = place.command("config show --json");
    let output = command.env("FROMAGERIE__SERVER__LISTEN", "127.0.0.1:9001").output().expect("the binary runs");
    let shown: Value = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
    let listen = setting(&shown, "server.listen");
    assert_eq!((&listen["value"], &listen["origin"]), (&"127.0.0.1:9001".into(), &"FROMAGERIE__SERVER__LISTEN".into()));
    assert_eq!(setting(&shown, "server.name")["origin"], "fromagerie.toml:3");
    assert_eq!(setting(&shown, "data")["origin"], "--data");
    assert_eq!(setting(&shown, "log.format")["origin"], "default");
}

#[test]
fn secrets_are_masked() {
    let place = Place::new();
    let mut command = place.command("config show");
    let url = "postgres://index:camembert@db.example/index";
    let output = command.env("FROMAGERIE__DATABASE__URL", url).output().expect("the binary runs");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !shown.contains("camembert") && shown.contains("********"), "{shown}");
}

#[test]
fn an_unknown_variable_of_ours_stops_every_command() {
    let place = Place::new();
    let mut command = place.command("user list");
    let output = command.env("FROMAGERIE__SERVER__NAEM", "x").output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `server.name`?"));
}
