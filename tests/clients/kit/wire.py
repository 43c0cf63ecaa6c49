"""Raw HTTP: what goes over the wire, and nothing that a friendly library would add."""

import base64
import hashlib
import http.client
import json

SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"
SIMPLE_HTML = "application/vnd.pypi.simple.v1+html"
BOUNDARY = "a-boundary-that-no-file-contains-5f3a"


class Answer:
    """One answer: status, reason phrase, headers and body."""

    def __init__(self, response):
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self.body = response.read()

    def header(self, name):
        """A header's only value, or None."""
        values = self.headers.get_all(name) or []
        assert len(values) <= 1, f"the header stands twice: {name}: {values}"
        return values[0] if values else None

    def listed(self, name):
        """The words of a header that may be a list, in lower case."""
        joined = ",".join(self.headers.get_all(name) or [])
        return {word.strip().lower() for word in joined.split(",") if word.strip()}

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.reason} {dict(self.headers)} {self.text[:300]!r}"


def request(index, method, path, headers=None, body=None, timeout=60):
    """Sends one request on a connection of its own; no header is added but Host and a body's length."""
    connection = http.client.HTTPConnection("127.0.0.1", index.port, timeout=timeout)
    headers = dict(headers or {})
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", headers.pop("Host", f"localhost:{index.port}"))
        if body is not None and not {"content-length", "transfer-encoding"} & {name.lower() for name in headers}:
            connection.putheader("Content-Length", str(len(body)))
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        if body is not None:
            try:
                connection.send(body)
            except (BrokenPipeError, ConnectionResetError):
                # An early refusal may close the way up; the answer can still be read.
                pass
        return Answer(connection.getresponse())
    finally:
        connection.close()


def get(index, path, accept=None, **headers):
    """A GET; keyword names become header names: `if_none_match` is `If-None-Match`."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    if accept is not None:
        named["Accept"] = accept
    return request(index, "GET", path, named)


def project(index, name):
    """The JSON page of a project."""
    answer = get(index, f"/simple/{name}/", accept=SIMPLE_JSON)
    assert answer.status == 200, answer
    return answer.json()


def files(index, name):
    """The files on a project's JSON page by file name; none for an unknown project."""
    answer = get(index, f"/simple/{name}/", accept=SIMPLE_JSON)
    return {} if answer.status == 404 else {file["filename"]: file for file in answer.json()["files"]}


def path_of(url, base):
    """The path of an address on this index; relative links are read against their page."""
    from urllib.parse import urljoin, urlsplit

    parts = urlsplit(urljoin(base, url))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def basic(token, user="__token__"):
    """The Authorization header that upload tools send."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()}


def form(fields, content=None, filename=None):
    """A multipart body as upload tools write it; a list of values repeats the field."""
    parts = []
    for name, values in fields:
        for value in values if isinstance(values, list) else [values]:
            value = value if isinstance(value, bytes) else str(value).encode()
            parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value)
    if content is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="content"; filename="{filename}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content)
    return b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def upload_fields(distribution, **changes):
    """The form fields of an upload; a change to None leaves the field out."""
    content = distribution.content
    fields = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": distribution.name,
        "version": distribution.version,
        "filetype": distribution.filetype,
        "pyversion": distribution.pyversion,
        "sha256_digest": hashlib.sha256(content).hexdigest(),
    }
    fields |= changes
    return [(name, value) for name, value in fields.items() if value is not None]


def upload(index, token, distribution, headers=None, path="/legacy/", timeout=120, **changes):
    """Uploads a distribution and returns the answer."""
    body = form(upload_fields(distribution, **changes), distribution.content, distribution.filename)
    sent = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    sent |= basic(token) if token else {}
    return request(index, "POST", path, sent | (headers or {}), body, timeout)
