//! Pages: all of them, with samples, in every language.

use std::collections::{HashMap, HashSet};

use templates::context::{ErrorPage, HelpPage, HomePage, ProjectPage, SetupDonePage, SetupPage, UploadInfoPage};
use templates::{Language, Templates, assets};

use crate::html::{Element, elements};

/// Every sample page of a language, by name.
fn every_page(language: Language) -> Vec<(String, String)> {
    let templates = Templates::new().unwrap();
    let mut pages = Vec::new();
    let mut add = |name: &str, html: anyhow::Result<String>| {
        pages.push((format!("{name} {} {}", pages.len(), language.code()), html.unwrap()));
    };
    HomePage::samples(language).iter().for_each(|page| add("home", templates.home(page)));
    ProjectPage::samples(language).iter().for_each(|page| add("project", templates.project(page)));
    ErrorPage::samples(language).iter().for_each(|page| add("error", templates.error(page)));
    HelpPage::samples(language).iter().for_each(|page| add("help", templates.help(page)));
    SetupPage::samples(language).iter().for_each(|page| add("setup", templates.setup(page)));
    SetupDonePage::samples(language).iter().for_each(|page| add("setup_done", templates.setup_done(page)));
    for (name, html) in templates.entry_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.manage_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.stats_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.recovery_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.download_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.giveaway_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.admin_samples(language).unwrap() {
        add(name, Ok(html));
    }
    for (name, html) in templates.dev_samples(language).unwrap() {
        add(name, Ok(html));
    }
    UploadInfoPage::samples(language).iter().for_each(|page| add("upload_info", templates.upload_info(page)));
    pages
}

fn check_each(check: impl Fn(&str, &str, &[Element])) {
    for language in Language::ALL {
        for (name, html) in every_page(language) {
            let elements = elements(&html).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            check(&name, &html, &elements);
        }
    }
}

#[test]
fn every_page_is_well_nested_in_its_language() {
    check_each(|name, html, elements| {
        let language = name.rsplit(' ').next();
        assert_eq!(elements[0].value("lang"), language, "{name}");
        assert!(html.starts_with("<!doctype html>"), "{name}");
    });
}

#[test]
fn every_id_is_unique_and_every_reference_finds_one() {
    check_each(|name, _, elements| {
        let mut ids = HashSet::new();
        for id in elements.iter().filter_map(|element| element.value("id")) {
            assert!(ids.insert(id), "{name}: `{id}` twice");
        }
        for element in elements {
            let jump = element.value("href").and_then(|href| href.strip_prefix('#'));
            let named = ["aria-labelledby", "aria-describedby", "for"].iter().filter_map(|name| element.value(name));
            for target in named.flat_map(str::split_whitespace).chain(jump) {
                assert!(ids.contains(target), "{name}: nothing is `{target}`");
            }
        }
    });
}

#[test]
fn headings_start_at_one_and_never_skip_a_level() {
    check_each(|name, _, elements| {
        let levels: Vec<u8> = elements
            .iter()
            .filter(|element| element.name.len() == 2 && element.name.starts_with('h') && element.name != "hr")
            .map(|element| element.name.as_bytes()[1] - b'0')
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert_eq!(levels.first(), Some(&1), "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    });
}

#[test]
fn nothing_on_a_page_needs_more_than_the_strict_policy_gives() {
    check_each(|name, html, elements| {
        for element in elements {
            let is_inline = element.attributes.iter().any(|(name, _)| name == "style" || name.starts_with("on"));
            assert!(!is_inline && element.name != "style" && element.name != "iframe", "{name}: {element:?}");
            if let Some(source) = element.value("src") {
                let is_ours = source.replace("&#x2f;", "/").starts_with("/static/") || source.starts_with("data:image");
                assert!(is_ours, "{name}: {source}");
            }
        }
        assert_eq!(html.matches("<script").count(), html.matches("defer></script>").count(), "{name}");
    });
}

#[test]
fn every_field_has_a_label_and_every_image_a_text() {
    check_each(|name, _, elements| {
        let labelled: HashSet<&str> =
            elements.iter().filter(|element| element.name == "label").filter_map(|label| label.value("for")).collect();
        for element in elements {
            match element.name.as_str() {
                "input" if element.value("type") != Some("hidden") => {
                    assert!(labelled.contains(element.value("id").unwrap()), "{name}: {element:?}");
                }
                "img" => assert!(element.value("alt").is_some(), "{name}: {element:?}"),
                _ => {}
            }
        }
    });
}

#[test]
fn every_landmark_is_there_and_the_first_link_skips_to_the_content() {
    check_each(|name, _, elements| {
        for landmark in ["header", "main", "footer", "nav"] {
            assert!(elements.iter().any(|element| element.name == landmark), "{name}: {landmark}");
        }
        let first_link = elements.iter().find(|element| element.name == "a").unwrap();
        assert_eq!(first_link.value("href"), Some("#content"), "{name}");
    });
}

#[test]
fn what_an_uploader_wrote_is_escaped() {
    let templates = Templates::new().unwrap();
    let hostile = "\"><script>alert(1)</script>";
    let mut page = ProjectPage::samples(Language::English).swap_remove(0);
    page.name = hostile.to_owned();
    page.release.version = hostile.to_owned();
    page.release.summary = Some(hostile.to_owned());
    page.release.license = Some(hostile.to_owned());
    page.release.keywords = vec![hostile.to_owned()];
    page.release.authors[0].name = hostile.to_owned();
    page.release.authors[0].email = Some(hostile.to_owned());
    page.release.links[0].label = hostile.to_owned();
    page.release.links[0].url = hostile.to_owned();
    page.release.files[0].filename = hostile.to_owned();
    let html = templates.project(&page).unwrap();
    assert!(!html.contains("<script>"));
    elements(&html).unwrap();
}

#[test]
fn links_of_the_uploader_pass_no_credit_on() {
    let page = ProjectPage::samples(Language::English).swap_remove(0);
    let html = Templates::new().unwrap().project(&page).unwrap();
    for element in elements(&html).unwrap() {
        let is_foreign = element.name == "a"
            && element.value("href").is_some_and(|href| href.contains(".example") && !href.contains("index.example"));
        if is_foreign {
            assert_eq!(element.value("rel"), Some("nofollow noopener"), "{element:?}");
        }
    }
}

#[test]
fn a_quarantined_project_offers_nothing_to_install_or_download() {
    let mut page = ProjectPage::samples(Language::English).swap_remove(2);
    page.release.description_html = None;
    let html = Templates::new().unwrap().project(&page).unwrap();
    assert!(html.contains("This project is quarantined"));
    assert!(!html.contains("pip install") && !html.contains("files&#x2f;") && !html.contains("/files/"));
}

#[test]
fn an_override_replaces_one_page() {
    let source = r#"{% extends "base.html" %}{% block content %}<h1>{{ t("home-newest") }}</h1>{% endblock %}"#;
    let templates = Templates::with_overrides(HashMap::from([("home.html".to_owned(), source.to_owned())])).unwrap();
    let html = templates.home(&HomePage::samples(Language::French)[0]).unwrap();
    assert!(html.contains("<h1>Dernières versions</h1>"), "{html}");
}

#[test]
fn a_mistake_in_an_override_stops_the_start_and_names_the_place() {
    let cases = [
        ("hom.html", "", "hom.html"),
        ("home.html", "{% if %}", "home.html"),
        ("home.html", "{{ layout.no_such_fact }}", "home.html"),
        ("home.html", "{{ t(\"no-such-message\") }}", "no-such-message"),
        ("error.html", "{{ asset(\"none.css\") }}", "none.css"),
    ];
    for (name, source, expected) in cases {
        let overrides = HashMap::from([(name.to_owned(), source.to_owned())]);
        let error = Templates::with_overrides(overrides).unwrap_err();
        let message = format!("{error:#}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_root_path_stands_before_every_asset() {
    let mut page = HomePage::samples(Language::English).swap_remove(0);
    page.layout.root_path = "/packages".to_owned();
    let html = Templates::new().unwrap().home(&page).unwrap().replace("&#x2f;", "/");
    assert!(html.contains(&format!("\"/packages{}\"", assets::path_of("style.css").unwrap())));
}

#[test]
fn the_project_page_reads_as_it_was_approved() {
    let page = ProjectPage::samples(Language::English).swap_remove(4);
    let mut html = Templates::new().unwrap().project(&page).unwrap().replace("&#x2f;", "/");
    for asset in assets::all() {
        html = html.replace(&asset.path, &format!("/static/HASH/{}", asset.name));
    }
    let lines: Vec<&str> = html.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
