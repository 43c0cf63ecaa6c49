"""Bodies, fields and headers that no honest tool sends."""

import gzip
import socket

from kit import tokens, wire
from kit.distributions import sdist, wheel
from kit.index import Index
from kit.report import contains

LONG = "n" * 10_000
FORM = {"Content-Type": f"multipart/form-data; boundary={wire.BOUNDARY}"}


def body_of(distribution, **changes):
    """The body of an upload."""
    fields = wire.upload_fields(distribution, **changes)
    return wire.form(fields, distribution.content, distribution.filename)


def send(index, token, body, headers=None, **more):
    """Sends a body to the upload address as it is."""
    return wire.request(index, "POST", "/legacy/", FORM | wire.basic(token) | (headers or {}), body, **more)


def half_then_silence(index, token, body, claimed, wait):
    """Sends a body under a claimed length, closes the way up if asked to, and reads what comes."""
    head = {**FORM, **wire.basic(token), "Host": f"localhost:{index.port}", "Content-Length": claimed, "Connection": "close"}
    text = "POST /legacy/ HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", index.port), timeout=wait) as connection:
        connection.sendall(text.encode() + body)
        if claimed != 2**32:
            connection.shutdown(socket.SHUT_WR)
        try:
            return connection.recv(65536)
        except (TimeoutError, ConnectionResetError):
            return b""


def a_body_cut_off_in_the_middle(index, token):
    body = body_of(wheel("bad-cut", "1.0"))
    answer = half_then_silence(index, token, body[: len(body) // 2], len(body), 20)
    assert not answer.startswith(b"HTTP/1.1 2"), answer


def a_body_cut_off_inside_the_last_boundary(index, token):
    return send(index, token, body_of(wheel("bad-cut", "1.1"))[:-4])


def a_body_without_its_last_boundary(index, token):
    body = body_of(wheel("bad-cut", "1.2"))
    return send(index, token, body[: body.rindex(b"--" + wire.BOUNDARY.encode())])


def a_length_larger_than_the_body(index, token):
    body = body_of(wheel("bad-length", "1.0"))
    answer = half_then_silence(index, token, body, len(body) + 1000, 20)
    assert not answer.startswith(b"HTTP/1.1 2"), answer


def a_length_smaller_than_the_body(index, token):
    body = body_of(wheel("bad-length", "1.1"))
    answer = half_then_silence(index, token, body, len(body) - 500, 20)
    assert not answer.startswith(b"HTTP/1.1 2"), answer


def a_length_that_is_no_number(index, token):
    answer = half_then_silence(index, token, body_of(wheel("bad-length", "1.2")), "many", 20)
    assert answer.startswith(b"HTTP/1.1 4"), answer


def a_claim_of_four_gibibytes(index, token):
    body = body_of(wheel("bad-claim", "1.0"))[:-100]
    answer = half_then_silence(index, token, body + b"\0" * 2**20, 2**32, 30)
    assert answer.startswith(b"HTTP/1.1 4"), f"no early refusal: {answer[:200]!r}"


def a_compressed_body(index, token):
    return send(index, token, gzip.compress(body_of(wheel("bad-gzip", "1.0"))), {"Content-Encoding": "gzip"})


def a_body_with_an_unknown_encoding(index, token):
    return send(index, token, body_of(wheel("bad-gzip", "1.1")), {"Content-Encoding": "br"})


def a_hundred_thousand_fields(index, token):
    distribution = wheel("bad-fields", "1.0")
    fields = wire.upload_fields(distribution) + [(f"field_{number}", "x") for number in range(100_000)]
    return send(index, token, wire.form(fields, distribution.content, distribution.filename))


def a_hundred_thousand_classifiers(index, token):
    return wire.upload(index, token, wheel("bad-fields", "1.1"), classifiers=["Topic :: Utilities"] * 100_000)


def a_field_of_fifty_mebibytes(index, token):
    return wire.upload(index, token, wheel("bad-fields", "1.2"), summary="s" * (50 * 2**20))


def a_form_without_a_file(index, token):
    return send(index, token, wire.form(wire.upload_fields(wheel("bad-fields", "1.4"))))


def a_file_without_a_name(index, token):
    body = body_of(wheel("bad-fields", "1.5"))
    return send(index, token, body.replace(b'; filename="bad_fields-1.5-py3-none-any.whl"', b""))


def two_files_in_one_form(index, token):
    distribution = wheel("bad-fields", "1.6")
    again = wire.form([], distribution.content, distribution.filename)
    return send(index, token, body_of(distribution)[: -len(f"--{wire.BOUNDARY}--\r\n")] + again)


def a_field_that_is_sent_as_a_file(index, token):
    body = body_of(wheel("bad-fields", "1.7"))
    return send(index, token, body.replace(b'name="version"', b'name="version"; filename="version.txt"'))


def a_name_given_twice(index, token):
    return wire.upload(index, token, wheel("bad-fields", "1.8"), name=["bad-fields", "other"])


def an_empty_body(index, token):
    return send(index, token, b"")


def a_body_that_is_no_form(index, token):
    return send(index, token, b'{"name": "x"}', {"Content-Type": "application/json"})


def a_form_without_a_boundary(index, token):
    return send(index, token, body_of(wheel("bad-fields", "1.9")), {"Content-Type": "multipart/form-data"})


def a_boundary_of_ten_thousand_characters(index, token):
    return send(index, token, b"--" + LONG.encode(), {"Content-Type": f"multipart/form-data; boundary={LONG}"})


def a_name_of_ten_thousand_characters(index, token):
    return wire.upload(index, token, wheel("bad-long", "1.0"), name=LONG)


def a_version_of_ten_thousand_characters(index, token):
    return wire.upload(index, token, wheel("bad-long", "1.0"), version="1." + "1" * 10_000)


def a_file_name_of_ten_thousand_characters(index, token):
    distribution = wheel("bad-long", "1.0")
    distribution.filename = f"{LONG}-1.0-py3-none-any.whl"
    return wire.upload(index, token, distribution)


def a_file_name_that_fits_no_disk(index, token):
    name = "n" * 240
    return wire.upload(index, token, wheel(name, "1.0"))


def a_file_name_that_leaves_its_folder(index, token):
    distribution = wheel("bad-path", "1.0")
    distribution.filename = "../../../bad_path-1.0-py3-none-any.whl"
    return wire.upload(index, token, distribution)


def a_nul_byte_in_the_name(index, token):
    return wire.upload(index, token, wheel("bad-nul", "1.0"), name="bad-nul\0x")


def a_nul_byte_in_the_file_name(index, token):
    distribution = wheel("bad-nul", "1.0")
    distribution.filename = "bad_nul-1.0\0-py3-none-any.whl"
    return wire.upload(index, token, distribution)


def a_name_that_is_not_utf_8(index, token):
    return wire.upload(index, token, wheel("bad-utf", "1.0"), name=b"bad-\xff\xfe")


def a_summary_that_is_not_utf_8(index, token):
    return wire.upload(index, token, wheel("bad-utf", "1.1"), summary=b"\xc3\x28\xa0\xa1")


def a_protocol_from_the_future(index, token):
    return wire.upload(index, token, wheel("bad-protocol", "1.0"), protocol_version="2")


def a_protocol_that_is_no_number(index, token):
    return wire.upload(index, token, wheel("bad-protocol", "1.0"), protocol_version="\U0001f9c0")


def a_metadata_version_from_the_future(index, token):
    return wire.upload(index, token, wheel("bad-metadata", "1.0"), metadata_version="9.9")


def a_metadata_version_that_never_was(index, token):
    return wire.upload(index, token, wheel("bad-metadata", "1.0"), metadata_version="2.0")


def a_token_that_expired(index, token):
    return wire.upload(index, tokens.expired(token), wheel("bad-token", "1.0"))


def a_token_for_another_project(index, token):
    return wire.upload(index, tokens.restricted(token, "something-else"), wheel("bad-token", "1.0"))


def a_token_of_another_index(index, token):
    with Index() as other:
        foreign = other.token()
    return wire.upload(index, foreign, wheel("bad-token", "1.0"))


def a_token_of_a_mebibyte(index, token):
    answer = wire.upload(index, "pypi-" + "A" * 2**20, wheel("bad-token", "1.0"))
    assert answer.status in (400, 403, 413, 431), answer


def a_project_of_somebody_else(index, token):
    assert wire.upload(index, token, wheel("belongs-to-alice", "1.0")).status == 200
    answer = wire.upload(index, index.token("mallory"), wheel("belongs-to-alice", "6.6"))
    assert answer.status == 403, answer
    return answer


def a_name_of_the_standard_library(index, token):
    return wire.upload(index, token, wheel("json", "1.0"))


def a_name_that_looks_like_another(index, token):
    return wire.upload(index, token, wheel("be1ongs-to-a1ice", "1.0"))


def a_name_that_contradicts_the_metadata(index, token):
    return wire.upload(index, token, wheel("bad-claim", "1.1"), name="bad-other")


def a_specifier_that_contradicts_the_metadata(index, token):
    answer = wire.upload(index, token, wheel("bad-claim", "1.2"), requires_python=">=3.99")
    contains(answer.text.lower().replace("-", "_"), "requires_python", "reason")
    return answer


def a_second_sdist_by_another_spelling(index, token):
    distribution = sdist("bad-sdist", "1.0")
    distribution.filename = "Bad-Sdist-1.0.tar.gz"
    return wire.upload(index, token, distribution)


CASES = [value for name, value in list(globals().items()) if name.startswith(("a_", "an_", "two_"))]
