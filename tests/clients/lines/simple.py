"""The simple index: negotiation, both formats, names, caching, compression."""

import gzip
import hashlib
import html
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from io import BytesIO

from kit import wire
from kit.distributions import sdist, wheel
from kit.report import contains, equal
from kit.wire import SIMPLE_HTML, SIMPLE_JSON

PAGE = "/simple/contract-demo/"
PLAIN_HTML = "text/html"
PIP = f"{SIMPLE_JSON}, {SIMPLE_HTML}; q=0.1, text/html; q=0.01"
UV = f"{SIMPLE_JSON}, {SIMPLE_HTML};q=0.2, text/html;q=0.01"
REASON = 'breaks "quotes" & <tags>'

NEGOTIATION = [
    (None, PLAIN_HTML),
    ("*/*", PLAIN_HTML),
    ("", PLAIN_HTML),
    ("nonsense", PLAIN_HTML),
    ("application/json", PLAIN_HTML),
    ("application/vnd.pypi.simple.latest+json", PLAIN_HTML),
    (f"{SIMPLE_JSON};charset=utf-8", PLAIN_HTML),
    (f"{SIMPLE_JSON};q=0", PLAIN_HTML),
    ("application/*", SIMPLE_HTML),
    ("text/html;q=0, */*", SIMPLE_HTML),
    (f"text/html, {SIMPLE_JSON}", PLAIN_HTML),
    (f"{SIMPLE_JSON};q=0.5, text/html;q=0.5", PLAIN_HTML),
    (PIP, SIMPLE_JSON),
    (UV, SIMPLE_JSON),
    (f"{SIMPLE_JSON}, */*;q=0.1", SIMPLE_JSON),
    (SIMPLE_JSON, SIMPLE_JSON),
    (SIMPLE_HTML, SIMPLE_HTML),
    (SIMPLE_JSON.upper(), SIMPLE_JSON),
    ("text/html", PLAIN_HTML),
]


def prepare(index, token):
    """A project with a yanked release, a pre-release, an sdist and a specifier to escape."""
    extra = ["Requires-Python: >=3.8,<4"]
    for version in ("0.9", "1.0", "2.0rc1"):
        distribution = wheel("Contract.Demo", version, extra=extra)
        answer = wire.upload(index, token, distribution, requires_python=">=3.8,<4")
        equal(answer.status, 200, f"answer {answer}")
    equal(wire.upload(index, token, sdist("Contract.Demo", "1.0", extra=extra), requires_python=">=3.8,<4").status, 200)
    index.command("project", "yank", "contract-demo", "0.9", "--reason", REASON)
    # Another process yanked it; this one must know within two seconds.
    import time

    end = time.monotonic() + 3
    while wire.project(index, "contract-demo")["files"][0]["yanked"] is False and time.monotonic() < end:
        time.sleep(0.05)


class Anchors(HTMLParser):
    """The anchors and meta elements of a page, with entities resolved."""

    def __init__(self, text):
        super().__init__()
        self.anchors, self.metas, self.open = [], {}, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.anchors.append((dict(attributes), ""))
        if tag == "meta" and "name" in dict(attributes):
            self.metas[dict(attributes)["name"]] = dict(attributes)["content"]
        self.open = tag == "a"

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, data):
        if self.open:
            attributes, text = self.anchors[-1]
            self.anchors[-1] = (attributes, text + data)


def line_1_negotiation_follows_the_table(index, token):
    for path in (PAGE, "/simple/"):
        for accept, wanted in NEGOTIATION:
            answer = wire.get(index, path, accept=accept)
            equal(answer.status, 200, f"status for {accept!r}")
            equal(answer.header("Content-Type").split(";")[0], wanted, f"type for {accept!r} of {path}")


def line_2_the_content_type_is_exact_and_varies_on_accept(index, token):
    for accept, wanted in ((SIMPLE_JSON, SIMPLE_JSON), (SIMPLE_HTML, SIMPLE_HTML), ("text/html", "text/html; charset=utf-8")):
        answer = wire.get(index, PAGE, accept=accept)
        equal(answer.header("Content-Type").lower(), wanted, "content type")
        assert "accept" in answer.listed("Vary"), answer.headers


def line_3_the_json_page_has_its_mandatory_keys(index, token):
    page = wire.project(index, "contract-demo")
    equal(page["meta"]["api-version"], "1.4", "api-version")
    equal(page["name"], "contract-demo", "name")
    equal(page["project-status"], {"status": "active"}, "project status")
    equal(page["versions"], ["0.9", "1.0", "2.0rc1"], "versions")
    names = [file["filename"] for file in page["files"]]
    wanted = ["contract_demo-0.9-py3-none-any.whl", "contract_demo-1.0-py3-none-any.whl", "contract_demo-1.0.tar.gz"]
    equal(names, [*wanted, "contract_demo-2.0rc1-py3-none-any.whl"], "order of files")
    for file in page["files"]:
        assert isinstance(file["size"], int) and file["size"] > 0, file
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", file["upload-time"]), file["upload-time"]
        equal(file["requires-python"], ">=3.8,<4", "requires-python")
        equal(list(file["hashes"]), ["sha256"], "hashes")


def line_4_the_metadata_of_a_wheel_is_advertised_and_served(index, token):
    for file in wire.project(index, "contract-demo")["files"]:
        equal(file["core-metadata"], file["data-dist-info-metadata"], "the legacy alias")
        path = wire.path_of(file["url"], f"{index.url}{PAGE}")
        beside = wire.get(index, path + ".metadata")
        if file["filename"].endswith(".tar.gz"):
            equal((file["core-metadata"], beside.status), (False, 404), "sdist metadata")
            continue
        with zipfile.ZipFile(BytesIO(wire.get(index, path).body)) as archive:
            name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
            equal(beside.body, archive.read(name), "bytes of the metadata")
        equal(file["core-metadata"], {"sha256": hashlib.sha256(beside.body).hexdigest()}, "hash of the metadata")


def line_5_yanks_specifiers_and_hashes_stand_in_both_formats(index, token):
    files = {file["filename"]: file for file in wire.project(index, "contract-demo")["files"]}
    equal(files["contract_demo-0.9-py3-none-any.whl"]["yanked"], REASON, "yanked")
    equal(files["contract_demo-1.0.tar.gz"]["yanked"], False, "not yanked")
    text = wire.get(index, PAGE, accept="text/html").text
    contains(text, html.escape(">=3.8,<4"), "page")
    page = Anchors(text)
    equal([text for _, text in page.anchors], list(files), "files of the HTML page")
    for attributes, name in page.anchors:
        url, fragment = attributes["href"].split("#")
        equal(fragment, f"sha256={files[name]['hashes']['sha256']}", "fragment")
        equal(wire.path_of(url, index.url + PAGE), wire.path_of(files[name]["url"], index.url + PAGE), "address")
        equal(attributes.get("data-requires-python"), ">=3.8,<4", "data-requires-python")
        equal(attributes.get("data-yanked"), REASON if "-0.9-" in name else None, "data-yanked")
        core = files[name]["core-metadata"]
        wanted = f"sha256={core['sha256']}" if core else None
        equal(attributes.get("data-core-metadata"), wanted, "data-core-metadata")
        equal(attributes.get("data-dist-info-metadata"), wanted, "data-dist-info-metadata")


def line_6_html_has_one_anchor_a_line_and_stable_bytes(index, token):
    first, second = (wire.get(index, PAGE, accept="text/html") for _ in range(2))
    equal(first.body, second.body, "bytes")
    assert max(line.count("<a ") for line in first.text.splitlines()) == 1
    page = Anchors(first.text)
    equal(page.metas["pypi:repository-version"], "1.4", "repository version")
    equal(page.metas["pypi:project-status"], "active", "project status")
    assert re.search(r"</html>\s*<!--\s*SERIAL \d+\s*-->\s*$", first.text), first.text[-100:]


def line_7_other_spellings_redirect_to_the_normalized_name(index, token):
    for spelled in ("/simple/Contract.Demo/", "/simple/contract_demo/", "/simple/contract--demo/", "/simple/contract-demo"):
        answer = wire.get(index, spelled)
        equal(answer.status, 301, f"status of {spelled}")
        assert re.fullmatch(rf"({re.escape(index.url)})?/simple/contract-demo/", answer.header("Location")), answer.headers
        equal(answer.header("Access-Control-Allow-Origin"), "*", "CORS")


def line_7_unknown_and_impossible_names_are_not_found(index, token):
    for path in ("/simple/never-heard-of/", "/simple/-odd-/", "/simple/a%20b/", "/simple/%C3%A9/", f"/simple/{'x' * 3000}/"):
        answer = wire.get(index, path)
        equal(answer.status, 404, f"status of {path[:40]}")
        equal(answer.header("Content-Type").split(";")[0], "text/plain", "type of the 404")
        contains(answer.text, "404 Not Found", "body")
        equal(answer.header("Access-Control-Allow-Origin"), "*", "CORS of the 404")


def line_8_links_lead_to_the_files(index, token):
    for accept in ("text/html", SIMPLE_HTML):
        for attributes, _ in Anchors(wire.get(index, PAGE, accept=accept).text).anchors:
            answer = wire.get(index, wire.path_of(attributes["href"].split("#")[0], index.url + PAGE))
            equal(f"sha256={hashlib.sha256(answer.body).hexdigest()}", attributes["href"].split("#")[1], "hash")


def line_9_the_root_lists_every_project_in_both_formats(index, token):
    equal(wire.get(index, "/simple").status, 301, "without the slash")
    root = wire.get(index, "/simple/", accept=SIMPLE_JSON).json()
    entry = next(project for project in root["projects"] if project["name"] == "Contract.Demo")
    assert isinstance(entry["_last-serial"], int), entry
    equal(root["meta"]["api-version"], "1.4", "api-version")
    page = Anchors(wire.get(index, "/simple/", accept="text/html").text)
    assert ({"href": "/simple/contract-demo/"}, "Contract.Demo") in page.anchors, page.anchors


def line_11_serials_agree_and_grow(index, token):
    page = wire.get(index, PAGE, accept=SIMPLE_JSON)
    before = page.json()["meta"]["_last-serial"]
    equal(page.header("X-PyPI-Last-Serial"), str(before), "header")
    equal(wire.get(index, PAGE).header("X-PyPI-Last-Serial"), str(before), "header of the HTML page")
    equal(wire.get(index, "/pypi/contract-demo/json").json()["last_serial"], before, "serial of the JSON API")
    equal(wire.upload(index, token, wheel("Contract.Demo", "2.0rc2")).status, 200)
    after = wire.project(index, "contract-demo")["meta"]["_last-serial"]
    assert after > before, (before, after)
    root = wire.get(index, "/simple/", accept=SIMPLE_JSON)
    assert root.json()["meta"]["_last-serial"] >= after
    equal(root.header("X-PyPI-Last-Serial"), str(root.json()["meta"]["_last-serial"]), "header of the root")
    entry = next(project for project in root.json()["projects"] if project["name"] == "Contract.Demo")
    equal(entry["_last-serial"], after, "serial in the root")


def line_12_browsers_may_read_from_anywhere(index, token):
    for path in (PAGE, "/simple/", "/pypi/contract-demo/json"):
        answer = wire.get(index, path, origin="https://elsewhere.example")
        equal(answer.header("Access-Control-Allow-Origin"), "*", f"CORS of {path}")
        equal(answer.header("Access-Control-Allow-Credentials"), None, "credentials")
        contains(answer.listed("Access-Control-Expose-Headers"), "x-pypi-last-serial", "exposed headers")


def line_13_a_known_etag_is_answered_304(index, token):
    for path in (PAGE, "/simple/"):
        for accept in (SIMPLE_JSON, SIMPLE_HTML, "text/html"):
            for encoding in ("identity", "gzip", "zstd"):
                page = wire.get(index, path, accept=accept, accept_encoding=encoding)
                etag = page.header("ETag")
                assert re.fullmatch(r'"[^"]+"', etag), f"not a strong ETag: {etag}"
                for sent in (etag, f'"other", {etag}', f"W/{etag}"):
                    again = wire.get(index, path, accept=accept, accept_encoding=encoding, if_none_match=sent)
                    equal((again.status, again.body), (304, b""), f"answer to {sent}")
                    equal(again.header("ETag"), etag, "ETag of the 304")
                    assert "accept" in again.listed("Vary") and again.header("Cache-Control"), again.headers
                other = wire.get(index, path, accept=accept, accept_encoding=encoding, if_none_match='"other"')
                equal(other.status, 200, "another ETag")


def line_13_each_representation_has_an_etag_of_its_own(index, token):
    pages = [
        wire.get(index, PAGE, accept=accept, accept_encoding=encoding)
        for accept in (SIMPLE_JSON, "text/html")
        for encoding in ("identity", "gzip", "zstd")
    ]
    equal(len({page.header("ETag") for page in pages}), len({page.body for page in pages}), "number of ETags")


def line_13_pages_are_revalidated_and_never_personal(index, token):
    for headers in ({}, wire.basic(token)):
        answer = wire.request(index, "GET", PAGE, headers)
        contains(answer.listed("Cache-Control"), "max-age=0", "Cache-Control")
        contains(answer.listed("Cache-Control"), "must-revalidate", "Cache-Control")
        equal(answer.header("Set-Cookie"), None, "cookie")


def line_16_head_answers_as_get_does_without_a_body(index, token):
    for path in (PAGE, "/simple/", "/pypi/contract-demo/json"):
        get, head = (wire.request(index, method, path) for method in ("GET", "HEAD"))
        equal((head.status, head.body), (200, b""), "answer to HEAD")
        equal(head.header("ETag"), get.header("ETag"), "ETag")
        equal(head.header("Content-Type"), get.header("Content-Type"), "type")


def line_17_pages_are_compressed_as_asked(index, token):
    for accept in (SIMPLE_JSON, "text/html"):
        plain = wire.get(index, PAGE, accept=accept, accept_encoding="identity")
        equal(plain.header("Content-Encoding"), None, "identity")
        packed = wire.get(index, PAGE, accept=accept, accept_encoding="gzip, deflate")
        equal(packed.header("Content-Encoding"), "gzip", "encoding")
        equal(gzip.decompress(packed.body), plain.body, "unpacked page")
        assert "accept-encoding" in packed.listed("Vary") and "accept-encoding" in plain.listed("Vary")
        dense = wire.get(index, PAGE, accept=accept, accept_encoding="zstd")
        equal((dense.header("Content-Encoding"), dense.body[:4]), ("zstd", b"\x28\xb5\x2f\xfd"), "zstd")
        if shutil.which("zstd"):
            unpacked = subprocess.run(["zstd", "-dc"], input=dense.body, capture_output=True, check=True).stdout
            equal(unpacked, plain.body, "unpacked page")
        refused = wire.get(index, PAGE, accept=accept, accept_encoding="gzip;q=0, zstd;q=0")
        equal(refused.header("Content-Encoding"), None, "encodings refused by the client")


def line_18_the_next_request_sees_an_upload(index, token):
    for number in range(10):
        distribution = wheel("Read.Your-Writes", f"1.{number}")
        equal(wire.upload(index, token, distribution).status, 200)
        for _ in range(3):
            contains(wire.files(index, "read-your-writes"), distribution.filename, "JSON page")
            contains(wire.get(index, "/simple/read-your-writes/").text, distribution.filename, "HTML page")
            root = wire.get(index, "/simple/", accept=SIMPLE_JSON).json()
            assert any(project["name"] == "Read.Your-Writes" for project in root["projects"])
            contains(wire.get(index, "/pypi/read-your-writes/json").text, distribution.filename, "JSON API")


def post_to_the_simple_index_points_to_the_upload_address(index, token):
    for path in ("/simple/", PAGE):
        answer = wire.request(index, "POST", path, {"Content-Type": "text/plain"}, b"x")
        equal(answer.status, 405, f"status of {path}")
        contains(answer.text, "/legacy/", "body")
        contains(answer.listed("Allow"), "get", "Allow")


LINES = [value for name, value in list(globals().items()) if name.startswith(("line_", "post_"))]
