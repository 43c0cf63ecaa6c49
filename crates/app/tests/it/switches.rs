//! Switches by command, and the port of metrics.

use crate::harness::Place;
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};
use testkit::distribution::Distribution;

#[test]
fn a_switch_turned_by_command_is_heard_by_a_running_serve() {
    let place = Place::new();
    let running = place.serve();
    let token = place.token("ada");
    let file = Distribution::new("brie", "1.0").wheel();
    let listed = place.json("switch on no-new-uploads --reason moving --banner Moving-until-noon");
    let uploads = listed["switches"].as_array().expect("it is a list").iter();
    let uploads = uploads.clone().find(|switch| switch["name"] == "no-new-uploads").expect("it is listed");
    assert_eq!((&uploads["state"], &uploads["reason"]), (&"on".into(), &"moving".into()));
    let refused = running.upload(&token, "brie", "1.0", &file);
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("Uploads are switched off"), "{}", refused.text());
    let port = running.address.rsplit_once(':').expect("the address has a port").1;
    let front_page = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    let started = Instant::now();
    while !running.ask(front_page.as_bytes()).text().contains("Moving-until-noon") {
        assert!(started.elapsed() < Duration::from_secs(10), "the banner never came");
    }
    place.json("switch off no-new-uploads --reason moved");
    assert_eq!(running.upload(&token, "brie", "1.0", &file).status, 200);
    assert!(place.refused("switch off no-new-uploads --reason moved").contains("not on: `no-new-uploads`"));
    assert!(place.refused("switch dismiss read-only --reason calm").contains("not proposed: `read-only`"));
}

#[test]
fn the_figures_for_prometheus_have_a_port_of_their_own() {
    let place = Place::new();
    fs::write(place.folder.path().join("fromagerie.toml"), "[metrics]\nlisten = \"127.0.0.1:0\"\n").unwrap();
    let running = place.serve();
    let line = running.banner.lines().find_map(|line| line.trim().strip_prefix("metrics")).expect("it is printed");
    let address =
        line.trim().strip_prefix("http://").and_then(|url| url.strip_suffix("/metrics")).expect("it is a URL");
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream
        .write_all(format!("GET /metrics HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\nfromagerie_accounts 0\n"), "{answer}");
    assert_eq!(running.get("/metrics", "").status, 404);
    assert!(running.stop().success());
}
