//! The JSON API.

use crate::harness::{Site, without_digests};
use domain::permission::Actor;
use http::header;
use service::projects;
use testkit::distribution::Distribution;
use testkit_index::release_key;

async fn cheese(site: &Site) {
    let full = Distribution::new("Cheese.Cake", "1.0")
        .header("Summary: ripens slowly")
        .header("Author-email: Ada <ada@people.example>")
        .header("Requires-Python: >=3.9")
        .header("Requires-Dist: rind>=2")
        .header("Home-page: https://cheese.example/")
        .header("Project-URL: Home Page, https://cheese.example/home")
        .header("Project-URL: Source, https://cheese.example/source")
        .header("Keywords: cheese,cake")
        .description("text/markdown", "# Cake\n");
    site.publish(&full.wheel()).await;
    site.publish(&full.sdist()).await;
}

#[tokio::test]
async fn a_project_has_the_keys_of_the_reference() {
    let site = Site::new().await;
    cheese(&site).await;
    let answer = site.get("/pypi/cheese-cake/json").await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/json");
    assert!(answer.text().ends_with("}\n"));
    let mut body = answer.json();
    let releases = body.as_object_mut().unwrap().shift_remove("releases").unwrap();
    assert_eq!(releases, serde_json::json!({ "1.0": body["urls"] }));
    let pretty = serde_json::to_string_pretty(&body).unwrap();
    insta::assert_snapshot!(without_digests(&pretty), @r###"
    {
      "info": {
        "author": null,
        "author_email": "Ada <ada@people.example>",
        "bugtrack_url": null,
        "classifiers": [],
        "description": "# Cake\n",
        "description_content_type": "text/markdown",
        "docs_url": null,
        "download_url": null,
        "downloads": {
          "last_day": -1,
          "last_month": -1,
          "last_week": -1
        },
        "dynamic": null,
        "home_page": "https://cheese.example/",
        "keywords": "cheese,cake",
        "license": null,
        "license_expression": null,
        "license_files": null,
        "maintainer": null,
        "maintainer_email": null,
        "name": "Cheese.Cake",
        "package_url": "http://localhost:8080/project/cheese-cake/",
        "platform": null,
        "project_url": "http://localhost:8080/project/cheese-cake/",
        "project_urls": {
          "Home Page": "https://cheese.example/home",
          "Source": "https://cheese.example/source"
        },
        "provides_extra": null,
        "release_url": "http://localhost:8080/project/cheese-cake/1.0/",
        "requires_dist": [
          "rind>=2"
        ],
        "requires_python": ">=3.9",
        "summary": "ripens slowly",
        "version": "1.0",
        "yanked": false,
        "yanked_reason": null
      },
      "last_serial": 5,
      "ownership": {
        "organization": null,
        "roles": [
          {
            "role": "Owner",
            "user": "ada"
          }
        ]
      },
      "urls": [
        {
          "comment_text": null,
          "core-metadata": {
            "sha256": "<digest>"
          },
          "digests": {
            "blake2b_256": "<digest>",
            "md5": "<md5>",
            "sha256": "<digest>"
          },
          "downloads": -1,
          "filename": "cheese_cake-1.0-py3-none-any.whl",
          "has_sig": false,
          "md5_digest": "<md5>",
          "packagetype": "bdist_wheel",
          "python_version": "py3",
          "requires_python": ">=3.9",
          "size": <size>,
          "upload_time": "2026-09-21T14:13:20",
          "upload_time_iso_8601": "2026-09-21T14:13:20Z",
          "url": "http://localhost:8080/packages/<2>/<2>/<60>/cheese_cake-1.0-py3-none-any.whl",
          "yanked": false,
          "yanked_reason": null
        },
        {
          "comment_text": null,
          "core-metadata": false,
          "digests": {
            "blake2b_256": "<digest>",
            "md5": "<md5>",
            "sha256": "<digest>"
          },
          "downloads": -1,
          "filename": "cheese_cake-1.0.tar.gz",
          "has_sig": false,
          "md5_digest": "<md5>",
          "packagetype": "sdist",
          "python_version": "source",
          "requires_python": ">=3.9",
          "size": <size>,
          "upload_time": "2026-09-21T14:13:20",
          "upload_time_iso_8601": "2026-09-21T14:13:20Z",
          "url": "http://localhost:8080/packages/<2>/<2>/<60>/cheese_cake-1.0.tar.gz",
          "yanked": false,
          "yanked_reason": null
        }
      ],
      "vulnerabilities": []
    }
    "###);
}

#[tokio::test]
async fn a_release_is_the_project_without_its_other_releases() {
    let site = Site::new().await;
    cheese(&site).await;
    site.wheel("cheese-cake", "2.0").await;
    let release = site.json("/pypi/cheese-cake/1.0/json").await;
    assert_eq!(release["info"]["version"], "1.0");
    assert_eq!(release["urls"].as_array().unwrap().len(), 2);
    assert!(release.get("releases").is_none());
    let project = site.json("/pypi/cheese-cake/json").await;
    assert_eq!(project["info"]["version"], "2.0");
    assert_eq!(project["releases"].as_object().unwrap().keys().collect::<Vec<_>>(), ["1.0", "2.0"]);
}

#[tokio::test]
async fn a_version_is_found_by_its_canonical_form_and_with_a_slash() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    for path in ["/pypi/brie/1/json", "/pypi/brie/1.0.0/json", "/pypi/brie/1.0/json/", "/pypi/brie/json/"] {
        let answer = site.get(path).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["info"]["version"]), (200, &"1.0".into()), "{path}");
    }
}

#[tokio::test]
async fn the_best_release_is_shown() {
    let site = Site::new().await;
    for version in ["1.0", "1.1", "2.0rc1"] {
        site.wheel("brie", version).await;
    }
    let shown = async || site.json("/pypi/brie/json").await["info"]["version"].as_str().unwrap().to_owned();
    assert_eq!(shown().await, "1.1");
    let yank = async |version| {
        let reason = projects::YankReason::parse("mouldy").unwrap();
        projects::yank(&site.ctx, &Actor::Operator, &release_key("brie", version), &reason).await.unwrap();
    };
    yank("1.1").await;
    assert_eq!(shown().await, "1.0");
    yank("1.0").await;
    assert_eq!(shown().await, "2.0rc1");
    yank("2.0rc1").await;
    let project = site.json("/pypi/brie/json").await;
    assert_eq!(project["info"]["version"], "1.1");
    assert_eq!((&project["info"]["yanked"], &project["info"]["yanked_reason"]), (&true.into(), &"mouldy".into()));
    assert_eq!(project["urls"][0]["yanked_reason"], "mouldy");
}

#[tokio::test]
async fn another_spelling_is_redirected_with_cors() {
    let site = Site::new().await;
    for (path, location) in [
        ("/pypi/Cheese.Cake/json", "/pypi/cheese-cake/json"),
        ("/pypi/Cheese.Cake/1!2+x/json", "/pypi/cheese-cake/1!2+x/json"),
    ] {
        let answer = site.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header(header::LOCATION)), (301, location));
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    }
}

#[tokio::test]
async fn what_is_not_there_says_so_in_json() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    for path in ["/pypi/unknown/json", "/pypi/brie/2/json", "/pypi/brie/nonsense/json", "/pypi/-/json"] {
        let answer = site.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header(header::CONTENT_TYPE)), (404, "application/json"), "{path}");
        assert_eq!(answer.json()["message"], "Not Found");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    }
}

#[tokio::test]
async fn what_is_quarantined_is_not_there() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    site.wheel("brie", "2").await;
    site.quarantine_release("brie", "2").await;
    let project = site.json("/pypi/brie/json").await;
    assert_eq!(project["info"]["version"], "1");
    assert_eq!(project["releases"].as_object().unwrap().keys().collect::<Vec<_>>(), ["1"]);
    assert_eq!(site.get("/pypi/brie/2/json").await.status, 404);
    site.quarantine("brie").await;
    assert_eq!(site.get("/pypi/brie/json").await.status, 404);
}

#[tokio::test]
async fn who_has_the_object_gets_304_until_it_changes() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    let first = site.get("/pypi/brie/json").await;
    assert_eq!(first.header(header::CACHE_CONTROL), "max-age=0, must-revalidate");
    let asked = [(header::IF_NONE_MATCH, first.header(header::ETAG))];
    assert_eq!(site.get_with("/pypi/brie/json", &asked).await.status, 304);
    site.wheel("brie", "2").await;
    assert_eq!(site.get_with("/pypi/brie/json", &asked).await.status, 200);
}
