//! The built binary, a data folder of its own for each test, and plain HTTP.

use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use testkit::distribution::BuiltFile;

/// The binary under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_fromagerie");

/// A data folder that does not exist yet.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
}

/// A running `serve`; it is killed with this value.
pub(crate) struct Running {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    /// Everything that was printed up to the last line to paste.
    pub(crate) banner: String,
}

/// An answer of the server.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A command line, cut at its spaces, on this data folder.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(line.split(' ')).arg("--data").arg(self.data()).current_dir(self.folder.path());
        // Nothing of the machine that runs the tests gets in.
        command.env_clear();
        command
    }

    pub(crate) fn run(&self, line: &str) -> Output {
        self.command(line).stdin(Stdio::null()).output().expect("the binary runs")
    }

    /// What a command prints with `--json`; it must succeed.
    pub(crate) fn json(&self, line: &str) -> Value {
        let output = self.run(&format!("{line} --json"));
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        serde_json::from_slice(&output.stdout).expect("standard output is one JSON object")
    }

    /// What a command says that fails; its status must be 1.
    pub(crate) fn refused(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", String::from_utf8_lossy(&output.stdout));
        stderr(&output)
    }

    /// Starts `serve` on a free port and waits until it says that it is there.
    pub(crate) fn serve(&self) -> Running {
        Self::start(self.command("serve --listen 127.0.0.1:0"))
    }

    /// Like [`serve`](Self::serve), for somebody who develops.
    pub(crate) fn serve_dev(&self) -> Running {
        Self::start(self.command("serve --dev --listen 127.0.0.1:0"))
    }

    /// Like [`serve`](Self::serve), on a PostgreSQL database.
    pub(crate) fn serve_on(&self, database: &str) -> Running {
        let mut command = self.command("serve --listen 127.0.0.1:0");
        command.env("FROMAGERIE__DATABASE__URL", database);
        Self::start(command)
    }

    fn start(mut command: Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary runs");
        let mut lines = BufReader::new(child.stdout.take().expect("standard output is a pipe")).lines();
        let mut banner = String::new();
        let mut address = String::new();
        for line in lines.by_ref() {
            let line = line.expect("the banner is text");
            if let Some(listens) = line.trim().strip_prefix("listens on") {
                address = listens.trim().to_owned();
            }
            banner.push_str(&line);
            banner.push('\n');
            if line.contains("token create") {
                break;
            }
        }
        assert!(!address.is_empty(), "`serve` did not start: {banner}");
        Running { child, address, banner }
    }

    /// An account with a second factor, and a token of it.
    pub(crate) fn token(&self, username: &str) -> String {
        self.json(&format!("user create {username} --email {username}@people.example --totp"));
        let created = self.json(&format!("token create --user {username}"));
        created["token"].as_str().expect("the token is a text").to_owned()
    }
}

impl Running {
    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).expect("the server listens")
    }

    pub(crate) fn get(&self, path: &str, headers: &str) -> Answer {
        self.ask(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address).as_bytes())
    }

    /// Asks again until the answer holds a text; ten seconds is five times the promise.
    pub(crate) fn get_until(&self, path: &str, needle: &str) -> Answer {
        let started = Instant::now();
        loop {
            let answer = self.get(path, "Accept: application/vnd.pypi.simple.v1+json\r\n");
            if answer.text().contains(needle) {
                return answer;
            }
            assert!(started.elapsed() < Duration::from_secs(10), "never saw `{needle}`: {}", answer.text());
        }
    }

    /// Uploads a file as an installer's tool would.
    pub(crate) fn upload(&self, token: &str, name: &str, version: &str, file: &BuiltFile) -> Answer {
        self.ask(&self.upload_request(token, name, version, file))
    }

    pub(crate) fn upload_request(&self, token: &str, name: &str, version: &str, file: &BuiltFile) -> Vec<u8> {
        let body = form(name, version, file);
        let head = format!(
            "POST /legacy/ HTTP/1.1\r\nHost: {}\r\nAuthorization: Basic {}\r\n\
             Content-Type: multipart/form-data; boundary=cheese\r\nContent-Length: {}\r\n\r\n",
            self.address,
            base64(&format!("__token__:{token}")),
            body.len()
        );
        [head.into_bytes(), body].concat()
    }

    /// Asks a running process to stop and waits for its end.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.ask_to_stop();
        self.child.wait().expect("the process ends")
    }

    pub(crate) fn ask_to_stop(&self) {
        let process = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        let process = process.expect("a child has an id");
        rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("the child takes a signal");
    }

    pub(crate) fn ask(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).expect("the server reads");
        Answer::read(&mut stream)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have been stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    /// Reads one answer with a length from a connection.
    pub(crate) fn read(stream: &mut TcpStream) -> Self {
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = reader.read_line(&mut head).expect("the head is text");
            assert!(read > 0, "the connection ended in the head of an answer: {head:?}");
        }
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("the answer has a status");
        let head = head.to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("the body is whole");
        Self { status, body }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn form(name: &str, version: &str, file: &BuiltFile) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let fields = [
        (":action", "file_upload"),
        ("protocol_version", "1"),
        ("metadata_version", "2.4"),
        ("name", name),
        ("version", version),
        ("filetype", file.filetype),
        ("pyversion", file.pyversion),
        ("sha256_digest", &hex::encode(Sha256::digest(&file.bytes))),
    ];
    let mut body = Vec::new();
    for (field, text) in fields {
        let part = format!("--cheese\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{text}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--cheese\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        file.filename
    );
    [body, head.into_bytes(), file.bytes.clone(), b"\r\n--cheese--\r\n".to_vec()].concat()
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
