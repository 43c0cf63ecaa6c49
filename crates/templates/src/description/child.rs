//! The conversation with the child process that renders a description.
//!
//! In: one line of JSON, then the text to its end. Out: HTML, to be used only if the process
//! ended well; half an answer of a killed child is to be replaced by `description::escaped`.

use std::io::{Read, Write};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{DescriptionKind, LARGEST_RENDERED, escaped, render};

/// The largest answer; markup that grows beyond is shown as plain text.
pub const LARGEST_ANSWER: usize = 8 * LARGEST_RENDERED;

/// What the child is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The markup.
    pub kind: DescriptionKind,
    /// The description.
    pub text: String,
}

#[derive(Serialize, Deserialize)]
struct Header {
    kind: DescriptionKind,
}

impl Request {
    /// The bytes to write to the child's standard input.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::json!({ "kind": self.kind }).to_string().into_bytes();
        bytes.push(b'\n');
        bytes.extend_from_slice(self.text.as_bytes());
        bytes
    }

    /// The request that stands in these bytes.
    pub fn from_bytes(bytes: &[u8]) -> anyhow::Result<Self> {
        let line_end = bytes.iter().position(|byte| *byte == b'\n').context("Request has no header line")?;
        let (header, text) = bytes.split_at(line_end);
        let header: Header = serde_json::from_slice(header).context("Request has a header that is not ours")?;
        let text = String::from_utf8_lossy(&text[1..]).into_owned();
        Ok(Self { kind: header.kind, text })
    }
}

/// Everything the child does: reads one request, writes one answer.
///
/// The caller has set the limits on processor time and memory before, and has no secrets left.
pub fn run_child(mut stdin: impl Read, mut stdout: impl Write) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes).context("Request could not be read")?;
    let request = Request::from_bytes(&bytes)?;
    let mut html = render(request.kind, &request.text);
    if html.len() > LARGEST_ANSWER {
        html = escaped(&request.text);
    }
    stdout.write_all(html.as_bytes()).context("Answer could not be written")?;
    stdout.flush().context("Answer could not be written")
}

#[cfg(test)]
mod tests {
    use super::{Request, run_child};
    use crate::description::DescriptionKind;

    #[test]
    fn a_request_survives_the_way_to_the_child() {
        let request = Request { kind: DescriptionKind::Rst, text: "Brie\n====\n\n\u{0}é\n".to_owned() };
        assert_eq!(Request::from_bytes(&request.to_bytes()).unwrap(), request);
    }

    #[test]
    fn the_child_answers_with_html() {
        let request = Request { kind: DescriptionKind::Markdown, text: "# Brie".to_owned() };
        let mut answer = Vec::new();
        run_child(request.to_bytes().as_slice(), &mut answer).unwrap();
        assert_eq!(String::from_utf8(answer).unwrap(), "<h2 id=\"user-content-brie\">Brie</h2>\n");
    }

    #[test]
    fn a_request_without_a_header_is_an_error() {
        for bytes in [&b""[..], b"# Brie", b"{}\n# Brie", b"{\"kind\":\"word\"}\n", b"\xff\n"] {
            assert!(run_child(bytes, Vec::new()).is_err());
        }
    }
}
