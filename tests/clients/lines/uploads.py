"""Uploads: digests, repeats, refusals in the words of each client, credentials, addresses."""

import hashlib
import re
import socket

from kit import tokens, wire
from kit.distributions import metadata, sdist, wheel
from kit.report import contains, equal

DIGESTS = {
    "md5_digest": lambda content: hashlib.md5(content).hexdigest(),
    "sha256_digest": lambda content: hashlib.sha256(content).hexdigest(),
    "blake2_256_digest": lambda content: hashlib.blake2b(content, digest_size=32).hexdigest(),
}


def prepare(index, token):
    """One project with one file."""
    equal(wire.upload(index, token, wheel("Upload.Demo", "1.0")).status, 200)


def refused_duplicate(index, token, accept=None):
    """The answer to other bytes under a name that is taken."""
    changed = wheel("Upload.Demo", "1.0", {"upload_demo/more.py": b"more = 1\n"})
    return wire.upload(index, token, changed, {"Accept": accept} if accept else None)


def line_19_any_subset_of_digests_is_taken(index, token):
    subsets = [("md5_digest",), ("sha256_digest",), ("blake2_256_digest",), ("md5_digest", "sha256_digest"), tuple(DIGESTS)]
    for number, subset in enumerate(subsets):
        distribution = wheel("Digest.Demo", f"1.{number}")
        digests = {name: DIGESTS[name](distribution.content) if name in subset else None for name in DIGESTS}
        equal(wire.upload(index, token, distribution, **digests).status, 200, f"status for {subset}")
    distribution = wheel("Digest.Demo", "2.0")
    upper = DIGESTS["sha256_digest"](distribution.content).upper()
    equal(wire.upload(index, token, distribution, sha256_digest=upper).status, 200, "upper case")


def line_19_every_digest_that_is_sent_is_verified(index, token):
    distribution = wheel("Digest.Demo", "3.0")
    for name, digest in DIGESTS.items():
        right = {other: make(distribution.content) for other, make in DIGESTS.items()}
        answer = wire.upload(index, token, distribution, **(right | {name: digest(b"something else")}))
        equal(answer.status, 400, f"status for a wrong {name}")
    equal(wire.upload(index, token, distribution, sha256_digest=None).status, 400, "no digest at all")
    assert distribution.filename not in wire.files(index, "digest-demo")


def line_20_success_is_200_with_nothing_in_it(index, token):
    answer = wire.upload(index, token, sdist("Upload.Demo", "1.0"))
    equal((answer.status, answer.body), (200, b""), "answer")


def line_21_the_same_bytes_again_change_nothing(index, token):
    before = wire.project(index, "upload-demo")
    equal(wire.upload(index, token, wheel("Upload.Demo", "1.0")).status, 200)
    equal(wire.project(index, "upload-demo"), before, "page")


def line_21_other_bytes_under_the_same_name_are_refused(index, token):
    answer = refused_duplicate(index, token)
    equal(answer.status, 400)
    assert answer.text.startswith("File already exists"), answer.text
    assert answer.reason.startswith("File already exists"), answer.reason


def line_21_the_same_bytes_under_another_name_are_refused(index, token):
    original = wheel("Upload.Demo", "1.0")
    original.filename = original.filename.replace("py3-none", "py2.py3-none")
    answer = wire.upload(index, token, original)
    equal(answer.status, 400)


def line_22_a_refusal_is_json_for_those_who_ask(index, token):
    answer = refused_duplicate(index, token, "application/json")
    equal((answer.status, answer.header("Content-Type")), (400, "application/json"), "status and type")
    problem = answer.json()
    assert {"message", "code", "title"} <= set(problem), problem
    contains(problem["message"], "File already exists", "message")
    assert re.fullmatch(r"[a-z0-9_.-]+", problem["code"]), problem["code"]


def line_22_a_refusal_is_a_problem_for_those_who_ask(index, token):
    answer = refused_duplicate(index, token, "application/problem+json")
    equal((answer.status, answer.header("Content-Type")), (400, "application/problem+json"), "status and type")
    problem = answer.json()
    equal(problem["status"], 400, "status")
    assert {"title", "detail"} <= set(problem), problem
    contains(problem["detail"] + problem["title"], "File already exists", "problem")


def line_22_a_refusal_is_plain_text_for_everybody_else(index, token):
    for accept in (None, "*/*", "text/plain"):
        answer = refused_duplicate(index, token, accept)
        equal(answer.header("Content-Type").split(";")[0], "text/plain", f"type for {accept}")


def line_23_a_token_is_taken_in_every_form(index, token):
    forms = [
        wire.basic(token),
        wire.basic(token, user="whoever"),
        {"Authorization": f"Bearer {token}"},
        {"Authorization": f"bearer {token}"},
        {"Authorization": f"token {token}"},
        wire.basic(f" {token}\n"),
    ]
    for headers in forms:
        equal(wire.upload(index, None, wheel("Upload.Demo", "1.0"), headers).status, 200, f"status for {headers}")


def line_23_what_is_no_token_is_refused_with_403(index, token):
    forms = [
        {},
        wire.basic("correct horse battery staple 1887", user="alice"),
        wire.basic("pypi-AgEIcHlwaS5vcmc"),
        wire.basic("pypi-" + "A" * 200),
        wire.basic(""),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Negotiate abc"},
        wire.basic(tokens.spoiled(token)),
    ]
    for headers in forms:
        answer = wire.upload(index, None, wheel("Upload.Demo", "7.0"), headers)
        equal(answer.status, 403, f"status for {headers}")
        equal(answer.header("WWW-Authenticate"), None, "challenge")
        assert answer.reason and answer.text.strip(), answer
    assert "upload_demo-7.0-py3-none-any.whl" not in wire.files(index, "upload-demo")


def line_24_metadata_of_the_newest_version_is_taken(index, token):
    extra = ["Import-Name: newest_demo", "Import-Namespace: newest", "License-Expression: MIT"]
    text = metadata("Newest.Demo", "1.0", extra=extra).replace("Metadata-Version: 2.1", "Metadata-Version: 2.5")
    distribution = wheel("Newest.Demo", "1.0", text=text)
    answer = wire.upload(
        index, token, distribution,
        metadata_version="2.5", import_name=["newest_demo"], import_namespace=["newest"],
        license_expression="MIT", requires_python="",
    )
    equal(answer.status, 200, f"answer {answer}")
    equal(wire.project(index, "newest-demo")["files"][0]["requires-python"], None, "requires-python")


def the_address_without_its_slash_redirects(index, token):
    answer = wire.upload(index, token, wheel("Upload.Demo", "1.0"), path="/legacy")
    equal(answer.status, 308)
    equal(answer.header("Location"), index.legacy, "Location")


def the_upload_address_speaks_to_people_too(index, token):
    answer = wire.get(index, "/legacy/", accept="text/html")
    equal((answer.status, answer.header("Content-Type").split(";")[0]), (200, "text/html"), "GET")


def actions_are_told_apart(index, token):
    distribution = wheel("Upload.Demo", "1.0")
    query = wire.upload(index, token, distribution, path="/legacy/?:action=file_upload", **{":action": None})
    equal(query.status, 200, "action in the query")
    for action, status in (("submit", 410), ("submit_pkg_info", 410), ("doc_upload", 410), ("dance", 405), (None, 405)):
        answer = wire.upload(index, token, distribution, **{":action": action})
        equal(answer.status, status, f"status of {action}")


def an_unknown_protocol_is_refused(index, token):
    answer = wire.upload(index, token, wheel("Upload.Demo", "8.0"), protocol_version="2")
    equal(answer.status, 400)
    contains(answer.text.lower(), "protocol", "reason")


def answers_to_uploads_vary_on_authorization(index, token):
    assert "authorization" in wire.upload(index, token, wheel("Upload.Demo", "1.0")).listed("Vary")


def the_server_says_when_to_go_on(index, token):
    distribution = wheel("Upload.Demo", "1.0")
    body = wire.form(wire.upload_fields(distribution), distribution.content, distribution.filename)
    head = [
        "POST /legacy/ HTTP/1.1",
        f"Host: localhost:{index.port}",
        f"Authorization: {wire.basic(token)['Authorization']}",
        f"Content-Type: multipart/form-data; boundary={wire.BOUNDARY}",
        f"Content-Length: {len(body)}",
        "Expect: 100-continue",
        "Connection: close",
    ]
    with socket.create_connection(("127.0.0.1", index.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 100 "), "no `100 Continue`"
        connection.sendall(body)
        assert connection.makefile("rb").readline().startswith(b"HTTP/1.1 200 "), "no 200 after the body"


LINES = [
    value
    for name, value in list(globals().items())
    if name.startswith(("line_", "the_", "actions_", "an_unknown", "answers_"))
]
