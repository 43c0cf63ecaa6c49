//! Hostile descriptions: rendered plainly within limits, and the parent lives.

use crate::harness::PROGRAM;
use std::path::Path;

const MARKDOWN: &str = "text/markdown";
const RST: &str = "text/x-rst";
const PLAIN: &str = "<pre class=\"plain\"";

async fn render(content_type: &str, text: &str) -> String {
    render_by(PROGRAM, content_type, text).await
}

async fn render_by(program: &str, content_type: &str, text: &str) -> String {
    jobs::rendered(Some(Path::new(program)), content_type, text.to_owned()).await.expect("a child can be started")
}

#[tokio::test]
async fn an_ordinary_description_is_rendered() {
    assert_eq!(render(MARKDOWN, "*Brie*").await.trim(), "<p><em>Brie</em></p>");
    assert_eq!(render(RST, "*Brie*").await.trim(), "<p><em>Brie</em></p>");
}

#[tokio::test]
async fn five_hundred_nested_lists_are_shown_plain() {
    let text: String = (0..500).map(|depth| format!("{}- x\n\n", "  ".repeat(depth))).collect();
    assert!(render(RST, &text).await.starts_with(PLAIN));
}

#[tokio::test]
async fn twenty_thousand_asterisks_are_shown_plain() {
    assert!(render(MARKDOWN, &"*".repeat(20_000)).await.starts_with(PLAIN));
}

#[tokio::test]
async fn fifty_thousand_quote_marks_are_shown_plain() {
    assert!(render(MARKDOWN, &">".repeat(50_000)).await.starts_with(PLAIN));
}

#[tokio::test]
async fn a_text_that_overflows_the_stack_kills_only_the_child() {
    assert!(render(RST, &"*a ".repeat(50_000)).await.starts_with(PLAIN));
}

#[tokio::test]
async fn a_text_that_never_ends_is_cut_off() {
    assert!(render(MARKDOWN, &"<div>".repeat(200_000)).await.starts_with(PLAIN));
}

#[tokio::test]
async fn more_than_a_mebibyte_never_meets_a_child() {
    let text = "a".repeat(1024 * 1024 + 1);
    assert!(render_by("/no/such/program", MARKDOWN, &text).await.starts_with(PLAIN));
}

#[tokio::test]
async fn a_child_that_fails_or_floods_means_plain_text() {
    // The first fails whatever it is asked, the second says `render` without an end.
    for program in ["/usr/bin/false", "/usr/bin/yes"] {
        assert!(render_by(program, MARKDOWN, "*Brie*").await.starts_with(PLAIN), "{program}");
    }
}
