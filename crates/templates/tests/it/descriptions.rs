//! Descriptions: what markup becomes, and what hostile text does not.

use proptest::prelude::*;
use templates::description::DescriptionKind::{CommonMark, Markdown, Plain, Rst};
use templates::description::{DescriptionKind, LARGEST_RENDERED, escaped, kind_of, render};

use crate::html::elements;

fn assert_renders(kind: DescriptionKind, source: &str, expected: &str) {
    let html = render(kind, source);
    assert_eq!(html.trim_end(), expected, "{source}");
}

#[test]
fn the_content_type_chooses_the_markup() {
    let cases = [
        (None, Rst),
        (Some(""), Rst),
        (Some("text/x-rst; charset=UTF-8"), Rst),
        (Some("text/plain"), Plain),
        (Some("text/markdown"), Markdown),
        (Some("Text/Markdown; charset=UTF-8; variant=GFM"), Markdown),
        (Some("text/markdown; variant=\"CommonMark\""), CommonMark),
        (Some("text/html"), Plain),
        (Some(";"), Plain),
    ];
    for (content_type, expected) in cases {
        assert_eq!(kind_of(content_type), expected, "{content_type:?}");
    }
}

#[test]
fn headings_start_one_level_down_with_an_id() {
    assert_renders(Markdown, "# Brie", r#"<h2 id="user-content-brie">Brie</h2>"#);
    assert_renders(Markdown, "<h6>x</h6>", "<h6>x</h6>");
}

#[test]
fn a_jump_within_the_description_finds_its_heading() {
    let html = render(Markdown, "[go](#the-parts)\n\n## The parts\n");
    assert!(html.contains("href=\"#user-content-the-parts\""), "{html}");
    assert!(html.contains("id=\"user-content-the-parts\""), "{html}");
}

#[test]
fn an_image_of_elsewhere_becomes_a_link() {
    let link = |label: &str| {
        format!(r#"<p><a class="image" href="https://a.example/x.png" rel="nofollow noopener">{label}</a></p>"#)
    };
    assert_renders(Markdown, "![A cave](https://a.example/x.png)", &link("A cave"));
    assert_renders(Markdown, "![](https://a.example/x.png)", &link("https://a.example/x.png"));
}

#[test]
fn an_image_in_a_link_leaves_its_text() {
    assert_renders(
        Markdown,
        "[![Build <b>](https://a.example/x.svg)](https://b.example/)",
        r#"<p><a href="https://b.example/" rel="nofollow noopener">Build &lt;b&gt;</a></p>"#,
    );
}

#[test]
fn addresses_relative_to_a_repository_lead_nowhere() {
    assert_renders(Markdown, "[x](docs/x.md)", "<p>x</p>");
    assert_renders(Markdown, "![logo](logo.png)", "<p>logo</p>");
}

#[test]
fn github_s_extensions_work_and_commonmark_has_none() {
    let table = "| a |\n|---|\n| b |\n";
    let html = render(Markdown, table);
    assert!(html.starts_with(r#"<div class="scroller" tabindex="0"><table>"#), "{html}");
    assert!(render(CommonMark, table).starts_with("<p>| a |"));
    assert!(render(Markdown, "- [x] done").contains("<li>☑ done"));
    assert!(render(Markdown, "~~no~~").contains("<del>no</del>"));
}

#[test]
fn restructuredtext_keeps_its_shape_where_the_library_has_none() {
    let source = "\
Affinage
========

|build| ripens *slowly*; see :func:`turn`.

.. |build| image:: https://a.example/x.svg
   :target: https://b.example/
   :alt: Build
   :height: 20

Install it::

    $ pip install affinage

1. Put the wheel
   in the cave.
2. Wait.

.. note:: Turn it.

=====  ====
Cave   Age
=====  ====
north  3
=====  ====
";
    let expected = r#"<section id="user-content-affinage">
<h2>Affinage</h2>
<p><a href="https://b.example/" rel="nofollow noopener">Build</a> ripens <em>slowly</em>; see <code>turn</code>.</p>
<p>Install it:</p>
<pre tabindex="0"><code>$ pip install affinage
</code></pre>
<p>1. Put the wheel in the cave.</p>
<p>2. Wait.</p>
<p><strong>Note</strong></p>
<blockquote><p>Turn it.</p></blockquote>
<pre tabindex="0"><code>=====  ====
Cave   Age
=====  ====
north  3
=====  ====
</code></pre>
</section>"#;
    assert_renders(Rst, source, expected);
}

#[test]
fn restructuredtext_that_the_library_panics_on_is_shown_as_text() {
    let source = "Two notes [#one]_ [*]_.\n\n.. [#two] Somebody.\n";
    assert_eq!(render(Rst, source), escaped(source));
}

#[test]
fn raw_html_in_restructuredtext_is_sanitized_too() {
    let html = render(Rst, "a\n\n.. raw:: html\n\n   <p onclick=\"x\">b</p><script>c</script>\n");
    assert!(html.contains("<p>b</p>") && !html.contains("onclick") && !html.contains("script"), "{html}");
}

#[test]
fn nothing_that_runs_submits_or_embeds_survives() {
    let hostile = r##"
<script>alert(1)</script><style>body{display:none}</style>
<a href="javascript:alert(1)" onclick="x">x</a> <a href="data:text/html,x">x</a>
<form action="https://evil.example"><input type="password" name="p"><button>Go</button></form>
<iframe src="https://evil.example"></iframe><object data="x"></object><svg onload="x"><script>1</script></svg>
<p style="position:fixed" class="button">x</p><meta http-equiv="refresh" content="0"><base href="//evil.example">
<img src="x" onerror="alert(1)"><video src="https://evil.example"></video><math><mtext></mtext></math>

[x](javascript:alert(1)) <a href="https://a.example" target="_blank" rel="opener">x</a>
"##;
    for kind in [Markdown, CommonMark] {
        let html = render(kind, hostile);
        for forbidden in [
            "<script",
            "<style",
            "javascript:",
            "data:",
            "onclick",
            "onerror",
            "onload",
            "<form",
            "<input",
            "<button",
            "<iframe",
            "<object",
            "<svg",
            "style=",
            "class=\"button",
            "<meta",
            "<base",
            "<video",
            "_blank",
            "\"opener",
            "alert(1)\"",
        ] {
            assert!(!html.contains(forbidden), "`{forbidden}` in {html}");
        }
    }
}

#[test]
fn an_id_cannot_meet_one_of_the_page_nor_come_twice() {
    let html = render(Markdown, "<p id=\"content\">a</p>\n\n<p id=\"content\">b</p>");
    assert_eq!(html.matches("id=\"user-content-content\"").count(), 1, "{html}");
    assert!(!html.contains("id=\"content\""), "{html}");
}

#[test]
fn plain_text_is_escaped_and_kept_as_it_is() {
    assert_eq!(escaped("a <b>\r\n & \0"), "<pre class=\"plain\" tabindex=\"0\">a &lt;b&gt;\n &amp; \u{fffd}</pre>\n");
    assert_eq!(render(Plain, "# a"), escaped("# a"));
}

#[test]
fn markup_that_renders_to_nothing_is_shown_as_text() {
    let source = "<script>only</script>";
    assert_eq!(render(Markdown, source), escaped(source));
}

#[test]
fn a_description_over_a_mebibyte_is_plain() {
    let source = "# a\n".repeat(LARGEST_RENDERED / 4 + 1);
    assert_eq!(render(Markdown, &source), escaped(&source));
}

#[test]
fn texts_made_to_hang_or_overflow_are_shown_plain_at_once() {
    let nested_lists: String = (0..500).map(|depth| format!("{}* x\n\n", "  ".repeat(depth))).collect();
    let attacks = [nested_lists, "*".repeat(20_000), ">".repeat(50_000), "> ".repeat(50_000), "[".repeat(50_000)];
    for attack in &attacks {
        for kind in [Markdown, CommonMark, Rst] {
            assert_eq!(render(kind, attack), escaped(attack));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_markdown_becomes_well_nested_html_of_known_elements(source in r##"([a-z<>/"'=&#\[\]()!`*_ \n|:-]|<[a-z]{1,6}( (href|id|src|onx)="[^"]{0,9}")?>|</[a-z]{1,6}>|!\[x\]\(https:x\)){0,60}"##) {
        let html = render(Markdown, &source);
        for element in loosely_nested(&html) {
            for (name, value) in &element {
                prop_assert!(["href", "rel", "id", "class", "tabindex", "align", "start", "title", "open", "colspan", "rowspan"].contains(&name.as_str()), "{} in {}", name, html);
                prop_assert!(name != "id" || value.starts_with("user-content-"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_restructuredtext_becomes_something(lines in proptest::collection::vec(r##"( {0,4}|\* |1\. |\.\. |:)([a-z:`|_*<> ]|::|\[#\]_|=== ==|note::|image:: x){0,8}"##, 0..12)) {
        let source = lines.join("\n");
        let html = render(Rst, &source);
        prop_assert!(source.trim().is_empty() || !html.trim().is_empty());
        loosely_nested(&html);
    }
}

/// The attributes of each element; only tags and attributes have to be well-formed here.
fn loosely_nested(html: &str) -> Vec<Vec<(String, String)>> {
    match elements(html) {
        Ok(elements) => elements.into_iter().map(|element| element.attributes).collect(),
        // Links around blocks and the like are for the browser to sort out.
        Err(problem) if problem.contains("may not stand") => Vec::new(),
        Err(problem) => panic!("{problem}: {html}"),
    }
}
