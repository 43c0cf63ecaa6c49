//! Sample project pages: a full one, each status, and the barest.

use chrono::Days;

use super::downloads::{DownloadPeriod, DownloadRow, DownloadTotals};
use super::project::{HistoryRow, ProjectDownloads, ProjectPage, ReleaseLink, Role, RoleHolder, Standing, StatusBox};
use super::release::{
    ClassifierGroup, FileKind, FileRow, InstallLines, Person, ProjectLink, ReleaseDetail, Requirement, Yank,
};
use super::samples;
use crate::Language;
use crate::chart::{Chart, ChartKind, Series};
use crate::description::{self, DescriptionKind};

const SIMPLE_URL: &str = "https://index.example/simple/";

const DESCRIPTION: &str = "\
# Affinage

Schedules the *ripening* of long-running jobs. See [the parts](#parts) or the
[guide](https://docs.example/affinage).

[![Build](https://badges.example/build.svg)](https://ci.example/affinage)
![A cave](https://pictures.example/cave.png)

## Parts

| part    | what it does           | since |
|:--------|:-----------------------|------:|
| `cave`  | keeps jobs at their age |   1.0 |
| `turn`  | turns them every night  |   2.0 |

- [x] turning
- [ ] washing

```python
from affinage import Cave

with Cave(humidity=0.95) as cave:
    cave.put(wheel, until=\"2026-12-24\")
```

> Patience is an ingredient.
";

impl ProjectPage {
    /// A full page, one of each status, and one with nothing to show.
    pub fn samples(language: Language) -> Vec<Self> {
        let full = full(language);
        let latest = Some(ReleaseLink { version: "2.1.0".to_owned(), url: "/project/affinage/".to_owned() });
        let yanked = Yank { reason: Some("Loses jobs <at> midnight".to_owned()) };
        let standings = [
            Standing { is_project_quarantined: true, ..Standing::default() },
            Standing { is_release_quarantined: true, ..Standing::default() },
            Standing { yanked: Some(yanked), latest: latest.clone(), ..Standing::default() },
            Standing { yanked: Some(Yank { reason: None }), ..Standing::default() },
            Standing { is_archived: true, ..Standing::default() },
            Standing { is_pre_release: true, latest, ..Standing::default() },
            Standing { is_pre_release: true, ..Standing::default() },
        ];
        let mut pages = vec![full.clone(), bare(language)];
        pages.extend(standings.map(|standing| with_standing(&full, standing)));
        pages
    }
}

fn with_standing(full: &ProjectPage, standing: Standing) -> ProjectPage {
    let mut page = full.clone();
    if standing.is_project_quarantined || standing.is_release_quarantined {
        page.install = None;
        for file in &mut page.release.files {
            file.url = None;
            file.metadata_url = None;
        }
    }
    page.release.is_latest = false;
    page.status = StatusBox::most_important(standing);
    page
}

fn full(language: Language) -> ProjectPage {
    let holder = |username: &str, role, url: Option<&str>| RoleHolder {
        username: username.to_owned(),
        role,
        url: url.map(str::to_owned),
    };
    ProjectPage {
        layout: samples::layout(language, "/project/affinage/"),
        name: "affinage".to_owned(),
        url: "/project/affinage/".to_owned(),
        simple_url: format!("{SIMPLE_URL}affinage/"),
        is_critical: true,
        status: None,
        install: Some(InstallLines::new(SIMPLE_URL, "affinage", None)),
        release: full_release(),
        roles: vec![
            holder("ada", Role::Owner, Some("/user/ada/")),
            holder("brie", Role::Owner, None),
            holder("comte", Role::Maintainer, Some("/user/comte/")),
        ],
        history: history(),
        downloads: Some(downloads(language)),
    }
}

fn bare(language: Language) -> ProjectPage {
    let full = full(language);
    ProjectPage {
        is_critical: false,
        install: None,
        roles: Vec::new(),
        history: vec![history().swap_remove(0)],
        downloads: None,
        release: ReleaseDetail {
            version: "0.0.1".to_owned(),
            released: samples::day(1),
            is_latest: true,
            summary: None,
            description_html: None,
            requires_python: None,
            license: None,
            keywords: Vec::new(),
            authors: Vec::new(),
            maintainers: Vec::new(),
            links: Vec::new(),
            classifiers: Vec::new(),
            requirements: Vec::new(),
            extras: Vec::new(),
            files: Vec::new(),
        },
        ..full
    }
}

fn full_release() -> ReleaseDetail {
    let person = |name: &str, email: Option<&str>| Person { name: name.to_owned(), email: email.map(str::to_owned) };
    let link =
        |label: &str, url: &str, is_verified| ProjectLink { label: label.to_owned(), url: url.to_owned(), is_verified };
    let classifiers = [
        "Development Status :: 5 - Production/Stable",
        "Framework :: AsyncIO",
        "Programming Language :: Python :: 3.13",
        "Programming Language :: Python :: 3.14",
        "Typing :: Typed",
    ];
    let requirements = ["attrs>=23.1", "rind[washed]~=0.9 ; python_version < '3.14'", "cellar ; extra == 'store'"];
    ReleaseDetail {
        version: "2.1.0".to_owned(),
        released: samples::day(320),
        is_latest: true,
        summary: Some("Schedules the ripening of long-running jobs".to_owned()),
        description_html: Some(description::render(DescriptionKind::Markdown, DESCRIPTION)),
        requires_python: Some(">=3.11".to_owned()),
        license: Some("MIT OR Apache-2.0".to_owned()),
        keywords: ["jobs", "scheduling", "cheese"].map(str::to_owned).into(),
        authors: vec![person("Ada Fourme", Some("ada@index.example")), person("Brie Meaux", None)],
        maintainers: vec![person("Comté Jura", Some("comte@index.example"))],
        links: vec![
            link("Documentation", "https://docs.example/affinage", true),
            link("Source", "https://code.example/ada/affinage?a=1&b=2", true),
            link("Issues", "https://code.example/ada/affinage/issues", false),
        ],
        classifiers: ClassifierGroup::of_classifiers(&classifiers.map(str::to_owned)),
        requirements: requirements.map(Requirement::of_text).into(),
        extras: vec!["store".to_owned()],
        files: files(),
    }
}

fn files() -> Vec<FileRow> {
    let digest = |digit: &str, length: usize| digit.repeat(length);
    let sdist = FileRow {
        filename: "affinage-2.1.0.tar.gz".to_owned(),
        url: Some("/files/ab/cd/0123/affinage-2.1.0.tar.gz".to_owned()),
        metadata_url: None,
        kind: FileKind::Sdist,
        size: 48_213,
        uploaded: samples::day(320),
        tags: Vec::new(),
        requires_python: Some(">=3.11".to_owned()),
        sha256: digest("5e1f", 16),
        blake2b_256: digest("c90d", 16),
        md5: digest("7a3b", 8),
        yanked: None,
    };
    let wheel = FileRow {
        filename: "affinage-2.1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl".to_owned(),
        url: Some("/files/ef/01/4567/affinage.whl".to_owned()),
        metadata_url: Some("/files/ef/01/4567/affinage.whl.metadata".to_owned()),
        kind: FileKind::Wheel,
        size: 1_840_211,
        tags: ["cp313-cp313-manylinux_2_17_x86_64", "cp313-cp313-manylinux2014_x86_64"].map(str::to_owned).into(),
        yanked: Some(Yank { reason: Some("Built without <threads>".to_owned()) }),
        ..sdist.clone()
    };
    vec![sdist, wheel]
}

fn downloads(language: Language) -> ProjectDownloads {
    let start = samples::day(180).date_naive();
    let week = |week: u64| (start.checked_add_days(Days::new(7 * week)).unwrap_or(start), 900 + 137 * (week % 5));
    let series = vec![Series { points: (0..26).map(week).collect() }];
    let row = |period, people| DownloadTotals { period, people, robots: 12, mirrors: 3456 };
    let installer = |name: &str, downloads| DownloadRow { name: name.to_owned(), downloads };
    ProjectDownloads {
        chart: Chart { kind: ChartKind::Bars, series, marks: Vec::new() }.draw(language),
        totals: vec![
            row(DownloadPeriod::Day, 180),
            row(DownloadPeriod::Week, 1037),
            row(DownloadPeriod::HalfYear, 30_500),
        ],
        installers: vec![installer("pip", 21_000), installer("uv", 9_100), installer("other", 400)],
        url: "/stats/downloads/affinage/".to_owned(),
    }
}

fn history() -> Vec<HistoryRow> {
    let row = |version: &str, days, file_count| HistoryRow {
        version: version.to_owned(),
        url: format!("/project/affinage/{version}/"),
        released: samples::day(days),
        file_count,
        yanked: None,
        is_pre_release: false,
        is_quarantined: false,
        is_shown: false,
    };
    let reason = Some("Loses jobs <at> midnight".to_owned());
    let mut rows = vec![
        HistoryRow { is_pre_release: true, ..row("3.0.0rc1", 322, 2) },
        HistoryRow { is_shown: true, ..row("2.1.0", 320, 2) },
        HistoryRow { yanked: Some(Yank { reason }), ..row("2.0.1", 280, 1) },
        HistoryRow { yanked: Some(Yank { reason: None }), is_quarantined: true, ..row("2.0.0", 279, 1) },
    ];
    rows.extend((0..12).map(|minor| row(&format!("1.{}.0", 11 - minor), 200 - minor * 7, 1)));
    rows
}
