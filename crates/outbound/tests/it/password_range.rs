//! The range API, against a server that speaks just enough HTTP.

use outbound::password_range::{HttpRange, PasswordRange as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};
use url::Url;

const SUFFIX: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

/// Answers one request, and gives back what was asked.
async fn stand_in(status: &'static str, body: String) -> (HttpRange, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/range/", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(connection.read_u8().await.unwrap());
        }
        let length = body.len();
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        // A client that has read enough hangs up.
        let _ = connection.write_all(answer.as_bytes()).await;
        String::from_utf8(request).unwrap().to_lowercase()
    });
    (HttpRange::new(Url::parse(&url).unwrap()).unwrap(), asked)
}

#[tokio::test]
async fn a_range_is_asked_for_with_padding_and_nothing_but_the_prefix() {
    let (range, asked) = stand_in("200 OK", format!("{SUFFIX}:3\r\n{}:0\r\n", "0".repeat(35))).await;
    assert_eq!(range.suffixes("5BAA6").await.unwrap(), [SUFFIX]);
    let asked = asked.await.unwrap();
    assert!(asked.starts_with("get /range/5baa6 http/1.1\r\n"), "{asked}");
    assert!(asked.contains("add-padding: true\r\n") && asked.contains("user-agent: fromagerie/"), "{asked}");
}

#[tokio::test]
async fn an_error_or_a_redirect_of_the_server_is_a_fault() {
    for status in ["500 Internal Server Error", "429 Too Many Requests", "302 Found\r\nlocation: http://127.0.0.1:1/"] {
        let (range, _) = stand_in(status, String::new()).await;
        assert!(range.suffixes("5BAA6").await.is_err(), "{status}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let (range, _) = stand_in("200 OK", format!("{SUFFIX}:3\n").repeat(40_000)).await;
    let fault = range.suffixes("5BAA6").await.unwrap_err();
    assert!(format!("{fault:#}").contains("bytes"), "{fault:#}");
}

#[tokio::test]
async fn a_server_that_is_away_is_a_fault() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/range", listener.local_addr().unwrap());
    drop(listener);
    assert!(HttpRange::new(Url::parse(&url).unwrap()).unwrap().suffixes("5BAA6").await.is_err());
}

#[tokio::test]
async fn nothing_but_five_digits_ever_leaves() {
    let range = HttpRange::new(Url::parse("http://127.0.0.1:1/range").unwrap()).unwrap();
    for prefix in ["5BAA61", "../..", "", "5baa"] {
        let fault = range.suffixes(prefix).await.unwrap_err();
        assert!(format!("{fault}").contains("not the start"), "{fault}");
    }
}
