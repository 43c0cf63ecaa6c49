//! `serve`: its first start, its refusals, its end.

use crate::harness::{Answer, Place};
use std::{fs, io::Write as _, os::unix::fs::PermissionsExt as _};
use testkit::distribution::Distribution;

#[test]
fn an_empty_folder_becomes_an_index_that_says_how_to_use_it() {
    let place = Place::new();
    let running = place.serve();
    let port = running.address.rsplit_once(':').expect("the address has a port").1;
    for line in [
        &format!("http://localhost:{port}\n"),
        &format!("http://localhost:{port}/setup/"),
        "Back up the key ring now",
        "pip install --index-url",
        "uv publish --publish-url",
        "twine upload --repository-url",
    ] {
        assert!(running.banner.contains(line), "{line}\n{}", running.banner);
    }
    assert_eq!(running.get("/readyz", "").status, 200);
    let mode = |path: &str| fs::metadata(place.data().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(""), mode("mail"), mode("key-ring"), mode("fromagerie.db")), (0o700, 0o700, 0o600, 0o600));
}

#[test]
fn a_second_start_keeps_the_key_and_prints_no_setup_link_once_there_is_an_operator() {
    let place = Place::new();
    assert!(place.serve().stop().success());
    let ring = fs::read(place.data().join("key-ring")).unwrap();
    place.json("user create ada --email ada@people.example --superuser");
    let running = place.serve();
    assert!(!running.banner.contains("/setup/") && !running.banner.contains("Back up"), "{}", running.banner);
    assert_eq!(fs::read(place.data().join("key-ring")).unwrap(), ring);
}

#[test]
fn a_folder_has_one_serve() {
    let place = Place::new();
    let _running = place.serve();
    assert!(place.refused("serve --listen 127.0.0.1:0").contains("another `serve` runs on this data folder"));
}

#[test]
fn a_taken_port_is_named_with_the_flag_that_helps() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it is bound");
    let refused = place.refused(&format!("serve --listen {address}"));
    assert!(refused.contains(&format!("the port is taken: `{}`", address.port())), "{refused}");
    assert!(refused.contains("--listen"), "{refused}");
}

#[test]
fn dev_shows_the_mails_on_a_page_that_the_banner_names() {
    let place = Place::new();
    let running = place.serve_dev();
    let port = running.address.rsplit_once(':').expect("the address has a port").1.to_owned();
    let url = format!("http://localhost:{port}/dev/mail/");
    assert!(running.banner.contains(&url), "{}", running.banner);
    let host = format!("GET /dev/mail/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    assert_eq!(running.ask(host.as_bytes()).status, 200);
    assert!(running.stop().success());
    let running = place.serve();
    assert!(!running.banner.contains("/dev/"), "{}", running.banner);
    let port = running.address.rsplit_once(':').expect("the address has a port").1.to_owned();
    let host = format!("GET /dev/mail/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    assert_eq!(running.ask(host.as_bytes()).status, 404);
}

#[test]
fn dev_refuses_what_others_can_reach() {
    let place = Place::new();
    assert!(place.refused("serve --dev --listen 0.0.0.0:0").contains("`0.0.0.0:0`"));
    assert!(place.refused("serve --dev --public-url https://index.example").contains("`https://index.example/`"));
    assert!(!place.data().exists());
}

#[test]
fn a_lost_key_ring_stops_the_start_and_names_the_file() {
    let place = Place::new();
    assert!(place.serve().stop().success());
    let path = place.data().join("key-ring");
    fs::remove_file(&path).unwrap();
    let refused = place.refused("serve --listen 127.0.0.1:0");
    assert!(refused.contains(&path.display().to_string()), "{refused}");
    assert!(!path.exists());
}

#[test]
fn the_key_ring_of_another_index_stops_the_start() {
    let (place, other) = (Place::new(), Place::new());
    for place in [&place, &other] {
        assert!(place.serve().stop().success());
    }
    fs::copy(other.data().join("key-ring"), place.data().join("key-ring")).unwrap();
    let refused = place.refused("serve --listen 127.0.0.1:0");
    assert!(refused.contains("key-ring"), "{refused}");
}

#[test]
fn what_a_crashed_upload_left_is_gone_after_the_start() {
    let place = Place::new();
    assert!(place.serve().stop().success());
    let left = place.data().join("uploads").join("upload-dead");
    fs::write(&left, b"half").unwrap();
    let _running = place.serve();
    assert!(!left.exists());
}

#[test]
fn a_stop_lets_an_upload_in_flight_finish() {
    let place = Place::new();
    let running = place.serve();
    let token = place.token("ada");
    let file = Distribution::new("brie", "1.0").member("brie/big.bin", &[7; 100_000]).sdist();
    let request = running.upload_request(&token, "brie", "1.0", &file);
    let (first, rest) = request.split_at(request.len() / 2);
    let mut stream = running.connect();
    stream.write_all(first).unwrap();
    // An answer on another connection: by then the server has seen the first one too.
    assert_eq!(running.get("/healthz", "").status, 200);
    running.ask_to_stop();
    stream.write_all(rest).unwrap();
    assert_eq!(Answer::read(&mut stream).status, 200);
    assert!(running.stop().success());
    let shown = place.json("project show brie");
    assert_eq!(shown["releases"][0]["files"][0]["filename"], "brie-1.0.tar.gz");
}
