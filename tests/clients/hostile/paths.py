"""Addresses and headers that no honest client asks with."""

import socket

from kit import wire
from kit.distributions import wheel

PATHS = [
    "/simple/%00/", "/simple/%ff%fe/", "/simple/..%2f..%2fetc%2fpasswd/", "/simple/../../etc/passwd", "//simple//",
    "/files/../../fromagerie.db", "/files/%2e%2e/%2e%2e/x/y.whl", "/files/aa/bb/" + "c" * 60 + "/%00.whl",
    "/pypi/%00/json", "/pypi/a/%ff/json", "/project/%00/", "/" + "a" * 5_000, "/simple/?" + "q" * 5_000,
    "/project/<script>/", "/simple/%", "/simple/%zz/",
]
RAW = [
    b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"POST /legacy/ HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"POST /legacy/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /legacy/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: x\r\n" % number for number in range(5_000)) + b"\r\n",
]


def odd_paths_are_answered_without_a_fault(index, token):
    for path in PATHS:
        answer = wire.get(index, path.replace(" ", "%20"))
        assert answer.status < 500, f"{path[:60]}: {answer.status}"


def odd_requests_do_not_stop_the_server(index, token):
    for raw in RAW:
        with socket.create_connection(("127.0.0.1", index.port), timeout=10) as connection:
            try:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(4096)
            except OSError:
                # The server may close the connection before it has read everything.
                answer = b""
        assert not answer.startswith(b"HTTP/1.1 5"), answer[:200]
        assert index.is_alive(), f"the server stopped after {raw[:60]!r}"


def an_unknown_field_with_a_name_of_a_mebibyte_does_no_harm(index, token):
    answer = wire.upload(index, token, wheel("odd-field", "1.0"), **{"f" * 2**20: "x"})
    assert answer.status == 200 or 400 <= answer.status < 500, answer
    assert index.is_alive()


def odd_headers_are_answered_without_a_fault(index, token):
    long = ", ".join(f"text/x{number};q=0.{number % 10}" for number in range(500))
    for headers in (
        {"Accept": long}, {"Accept": "text/html;q=\U0001f9c0".encode().decode("latin-1")}, {"Accept-Encoding": long},
        {"If-None-Match": '"' + "x" * 5_000}, {"Range": "bytes=" + ",".join("0-0" for _ in range(1_000))},
        {"Host": "evil.example"}, {"X-Forwarded-For": "not an address"}, {"Authorization": "Basic \xff\xfe"},
        {"Cookie": "a=" + "b" * 4_000}, {"Accept-Language": long},
    ):
        for path in ("/simple/", "/", "/legacy/"):
            answer = wire.request(index, "GET", path, headers)
            assert answer.status < 500, f"{headers}: {answer.status}"


CASES = [value for name, value in list(globals().items()) if name.startswith(("odd_", "an_unknown"))]
