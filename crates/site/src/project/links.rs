//! The links of a release, and which of them the index vouches for.

use domain::urls::Urls;
use packaging::metadata::CoreMetadata;
use packaging::name::NormalizedName;
use templates::context::ProjectLink;
use url::Url;

/// The well-known labels of the two fields that have none of their own (PEP 753).
const HOME_PAGE: &str = "Homepage";
const DOWNLOAD: &str = "Download";

/// The links of the metadata that a browser may follow, each place once.
pub(super) fn links(metadata: &CoreMetadata, name: &NormalizedName, urls: &Urls) -> Vec<ProjectLink> {
    let fields = [(HOME_PAGE, &metadata.home_page), (DOWNLOAD, &metadata.download_url)];
    let fields = fields.into_iter().filter_map(|(label, url)| Some((label, url.as_deref()?)));
    let mut links: Vec<ProjectLink> = Vec::new();
    for (label, url) in fields.chain(metadata.project_urls()) {
        let is_known = links.iter().any(|link| link.url == url && same_label(&link.label, label));
        if !is_known {
            let is_verified = is_own_page(url, name, urls);
            links.push(ProjectLink { label: label.to_owned(), url: url.to_owned(), is_verified });
        }
    }
    ProjectLink::only_safe(links)
}

/// Whether a link leads to the project's own page here, which nobody else can write.
///
/// Browsers read a backslash as a slash, and an escape may hide a step upwards: neither is looked at.
fn is_own_page(given: &str, name: &NormalizedName, urls: &Urls) -> bool {
    if given.contains(['\\', '%', '?', '#', '@']) {
        return false;
    }
    let (Ok(given), Ok(own)) = (Url::parse(given), Url::parse(&urls.project(name))) else {
        return false;
    };
    // The last part may be any spelling of the name, with a slash after it or not.
    let parts = |url: &Url| {
        let path = url.path().trim_end_matches('/').to_owned();
        path.rsplit_once('/').map(|(folder, name)| (folder.to_owned(), NormalizedName::from_any(name).ok()))
    };
    given.origin() == own.origin() && parts(&given) == parts(&own)
}

/// PEP 753: labels are compared without punctuation, spaces and case.
fn same_label(one: &str, other: &str) -> bool {
    let normal = |label: &str| -> String {
        label.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    normal(one) == normal(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls() -> Urls {
        Urls::new(&Url::parse("https://index.example").unwrap(), None)
    }

    fn name() -> NormalizedName {
        NormalizedName::from_any("my-project").unwrap()
    }

    fn metadata(lines: &str) -> CoreMetadata {
        let text = format!("Metadata-Version: 2.4\nName: my-project\nVersion: 1.0\n{lines}\n");
        CoreMetadata::from_file(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_link_to_the_project_s_own_page_is_verified() {
        for own in [
            "https://index.example/project/my-project/",
            "https://index.example/project/my-project",
            "https://INDEX.example:443/project/My.Project/",
        ] {
            assert!(is_own_page(own, &name(), &urls()), "{own}");
        }
    }

    #[test]
    fn a_link_that_only_looks_like_it_is_not() {
        for foreign in [
            "http://index.example/project/my-project/",
            "https://index.example.evil.example/project/my-project/",
            "https://index.example/project/my-project2/",
            "https://index.example/project/other/",
            "https://index.example/project/my-project/1.0/",
            "https://index.example/x/project/my-project/",
            "https://index.example/project/other/..%2fmy-project/",
            "https://index.example\\.evil.example/project/my-project/",
            "https://index.example/project\\my-project/",
            "https://eve@index.example/project/my-project/",
            "https://index.example:8443/project/my-project/",
            "https://index.example/project/my-project/?next=https://evil.example",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_own_page(foreign, &name(), &urls()), "{foreign}");
        }
    }

    #[test]
    fn one_place_under_one_label_is_listed_once() {
        let metadata = metadata(
            "Home-page: https://my.example/\nProject-URL: home page, https://my.example/\nProject-URL: Source, https://my.example/",
        );
        let shown: Vec<String> = links(&metadata, &name(), &urls()).into_iter().map(|link| link.label).collect();
        assert_eq!(shown, ["Homepage", "Source"]);
    }

    #[test]
    fn a_scheme_that_runs_code_is_dropped_even_if_it_was_stored() {
        let mut metadata = metadata("");
        metadata.home_page = Some("javascript:alert(1)".to_owned());
        metadata.project_urls = vec!["Docs, data:text/html,x".to_owned(), "Docs, https://docs.example/".to_owned()];
        let shown: Vec<String> = links(&metadata, &name(), &urls()).into_iter().map(|link| link.url).collect();
        assert_eq!(shown, ["https://docs.example/"]);
    }
}
