//! The key list of a scanner, against a server that speaks just enough HTTP.

use outbound::scanner_keys::{HttpScannerKeys, ScannerKeys as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use url::Url;

/// Answers one request with a body.
async fn stand_in(body: String) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/keys", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(connection.read_u8().await.unwrap());
        }
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        // A client that has read enough hangs up.
        let _ = connection.write_all(answer.as_bytes()).await;
    });
    Url::parse(&url).unwrap()
}

#[tokio::test]
async fn a_key_is_current_unless_the_list_says_that_it_is_not() {
    let list = r#"{"public_keys": [{"key_identifier": "a", "key": "PEM", "is_current": false, "more": 1},
                                   {"key_identifier": "b", "key": "PEM"}]}"#;
    let keys = HttpScannerKeys::new().unwrap().fetch(&stand_in(list.to_owned()).await).await.unwrap();
    let found: Vec<_> = keys.iter().map(|key| (&key.identifier[..], key.is_current)).collect();
    assert_eq!(found, [("a", false), ("b", true)]);
}

#[tokio::test]
async fn a_list_without_end_or_without_form_is_a_fault() {
    let keys = HttpScannerKeys::new().unwrap();
    for body in [" ".repeat(300_000), "<html>".to_owned(), "[]".to_owned(), String::new()] {
        assert!(keys.fetch(&stand_in(body.clone()).await).await.is_err(), "{body:.20}");
    }
}
