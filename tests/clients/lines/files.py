"""Files and the JSON API: headers, ranges, conditions, shape."""

import hashlib
import re

from kit import wire
from kit.distributions import sdist, wheel
from kit.report import contains, equal

FILE_KEYS = {
    "comment_text", "core-metadata", "digests", "downloads", "filename", "has_sig", "md5_digest", "packagetype",
    "python_version", "requires_python", "size", "upload_time", "upload_time_iso_8601", "url", "yanked", "yanked_reason",
}
INFO_KEYS = {
    "author", "author_email", "classifiers", "description", "description_content_type", "dynamic", "home_page",
    "keywords", "license", "license_expression", "license_files", "maintainer", "maintainer_email", "name",
    "package_url", "platform", "project_url", "project_urls", "provides_extra", "release_url", "requires_dist",
    "requires_python", "summary", "version", "yanked", "yanked_reason", "bugtrack_url", "docs_url", "downloads",
}


def prepare(index, token):
    """A project with a wheel of some size and an sdist."""
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(256))
    equal(wire.upload(index, token, wheel("File.Demo", "1.0", {"file_demo/noise.bin": noise})).status, 200)
    equal(wire.upload(index, token, sdist("File.Demo", "1.0")).status, 200)


def wheel_path(index):
    files = wire.project(index, "file-demo")["files"]
    return next(wire.path_of(file["url"], index.simple) for file in files if file["filename"].endswith(".whl"))


def line_15_files_are_immutable_and_validated(index, token):
    answer = wire.get(index, wheel_path(index))
    contains(answer.listed("Cache-Control"), "immutable", "Cache-Control")
    age = re.search(r"max-age=(\d+)", answer.header("Cache-Control"))
    assert age and int(age[1]) >= 31_536_000, answer.header("Cache-Control")
    assert re.fullmatch(r'"[^"]+"', answer.header("ETag")), answer.header("ETag")
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.header("Last-Modified"))
    equal(answer.header("Content-Length"), str(len(answer.body)), "Content-Length")


def files_are_handed_out_as_data_only(index, token):
    for path in (wheel_path(index), wheel_path(index) + ".metadata"):
        answer = wire.get(index, path)
        equal(answer.header("X-Content-Type-Options"), "nosniff", "nosniff")
        contains(answer.header("Content-Security-Policy"), "sandbox", "CSP")
        equal(answer.header("Access-Control-Allow-Origin"), "*", "CORS")
        equal(answer.header("Set-Cookie"), None, "cookie")
    answer = wire.get(index, wheel_path(index))
    equal(answer.header("Content-Type"), "application/octet-stream", "type")
    assert answer.header("Content-Disposition").startswith("attachment"), answer.headers


def line_16_head_on_files_and_metadata(index, token):
    for path in (wheel_path(index), wheel_path(index) + ".metadata"):
        get, head = (wire.request(index, method, path) for method in ("GET", "HEAD"))
        equal((head.status, head.body), (200, b""), "HEAD")
        equal(head.header("Content-Length"), str(len(get.body)), "Content-Length")
        equal(head.header("Accept-Ranges"), "bytes", "Accept-Ranges")
        equal(head.header("ETag"), get.header("ETag"), "ETag")


def line_16_single_ranges_are_answered_206(index, token):
    path = wheel_path(index)
    whole = wire.get(index, path).body
    size = len(whole)
    for sent, first, last in (
        ("bytes=0-9", 0, 9),
        ("bytes=5-", 5, size - 1),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes={size - 1}-{size + 99}", size - 1, size - 1),
        (f"bytes=-{size + 99}", 0, size - 1),
    ):
        answer = wire.get(index, path, range=sent)
        equal(answer.status, 206, f"status for {sent}")
        equal(answer.header("Content-Range"), f"bytes {first}-{last}/{size}", sent)
        equal(answer.body, whole[first : last + 1], sent)
        equal(answer.header("Content-Length"), str(last - first + 1), "Content-Length")


def line_16_a_range_outside_is_answered_416(index, token):
    path = wheel_path(index)
    size = len(wire.get(index, path).body)
    for sent in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}", "bytes=-0"):
        answer = wire.get(index, path, range=sent)
        equal(answer.status, 416, f"status for {sent}")
        equal(answer.header("Content-Range"), f"bytes */{size}", sent)


def line_16_a_range_that_makes_no_sense_is_passed_over(index, token):
    path = wheel_path(index)
    for sent in ("bytes=9-5", "lines=0-9", "bytes=a-b", "bytes"):
        equal(wire.get(index, path, range=sent).status, 200, f"status for {sent}")


def line_16_if_range_resumes_only_the_same_file(index, token):
    path = wheel_path(index)
    whole = wire.get(index, path)
    for condition, status in (
        (whole.header("ETag"), 206),
        (whole.header("Last-Modified"), 206),
        ('"another"', 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
    ):
        answer = wire.get(index, path, range="bytes=3-8", if_range=condition)
        equal(answer.status, status, f"status for {condition}")
        equal(answer.body, whole.body[3:9] if status == 206 else whole.body, "body")


def line_16_files_are_never_compressed(index, token):
    answer = wire.get(index, wheel_path(index), accept_encoding="gzip, zstd, br")
    equal(answer.header("Content-Encoding"), None, "encoding")
    files = wire.project(index, "file-demo")["files"]
    wanted = next(file["hashes"]["sha256"] for file in files if file["filename"].endswith(".whl"))
    equal(hashlib.sha256(answer.body).hexdigest(), wanted, "hash")


def a_file_that_is_known_is_answered_304(index, token):
    path = wheel_path(index)
    whole = wire.get(index, path)
    for condition in ({"if_none_match": whole.header("ETag")}, {"if_modified_since": whole.header("Last-Modified")}):
        answer = wire.get(index, path, **condition)
        equal((answer.status, answer.body), (304, b""), f"answer to {condition}")


def a_file_needs_its_row_and_its_name(index, token):
    path = wheel_path(index)
    stem, name = path.rsplit("/", 1)
    wrong_digest = path.replace(path[-len(name) - 3 :][:2], "00", 1) + "x"
    for missing in (f"{stem}/other-1.0.whl", wrong_digest, f"{stem}/../{name}", "/files/aa/bb/cc/x.whl", f"{stem}/", stem):
        answer = wire.get(index, missing)
        assert answer.status in (400, 404), f"{missing}: {answer.status}"


def line_10_the_json_api_stands_beside_the_simple_index(index, token):
    answer = wire.get(index, "/pypi/file-demo/json")
    equal(answer.status, 200)
    equal(answer.header("Content-Type"), "application/json", "type")
    equal(answer.header("X-PyPI-Last-Serial"), str(answer.json()["last_serial"]), "serial")
    equal(set(answer.json()), {"info", "last_serial", "ownership", "releases", "urls", "vulnerabilities"}, "keys")
    release = wire.get(index, "/pypi/file-demo/1.0/json").json()
    equal(set(release), {"info", "last_serial", "ownership", "urls", "vulnerabilities"}, "keys of a release")
    equal(wire.get(index, "/pypi/file-demo/json/").status, 200, "with a slash")
    equal(wire.get(index, "/pypi/file-demo/1.0.0/json").json()["info"]["version"], "1.0", "canonical version")


def line_10_other_spellings_redirect_in_the_json_api(index, token):
    answer = wire.get(index, "/pypi/File.Demo/json")
    equal(answer.status, 301)
    assert answer.header("Location").endswith("/pypi/file-demo/json"), answer.headers
    for path in ("/pypi/never-heard-of/json", "/pypi/file-demo/9.9/json"):
        answer = wire.get(index, path)
        equal((answer.status, answer.json()["message"]), (404, "Not Found"), path)


def the_json_api_has_its_shape(index, token):
    data = wire.get(index, "/pypi/file-demo/json").json()
    lacking = INFO_KEYS - set(data["info"])
    assert not lacking, f"info lacks {lacking}"
    equal(set(data["releases"]), {"1.0"}, "releases")
    equal(data["info"]["name"], "File.Demo", "display name")
    equal(data["ownership"], {"organization": None, "roles": [{"role": "Owner", "user": "alice"}]}, "ownership")
    listed = wire.files(index, "file-demo")
    for file in data["urls"]:
        lacking = FILE_KEYS - set(file)
        assert not lacking, f"a file lacks {lacking}"
        equal(file["digests"]["sha256"], listed[file["filename"]]["hashes"]["sha256"], "sha256")
        content = wire.get(index, wire.path_of(file["url"], index.url)).body
        equal(file["digests"]["md5"], hashlib.md5(content).hexdigest(), "md5")
        equal(file["digests"]["blake2b_256"], hashlib.blake2b(content, digest_size=32).hexdigest(), "blake2b")
        equal(file["size"], len(content), "size")


LINES = [value for name, value in list(globals().items()) if name.startswith(("line_", "files_", "a_file", "the_json"))]
