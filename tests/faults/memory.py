"""Memory during large uploads: eight of 256 MiB at once, and the server hardly grows."""

import hashlib
import http.client
import os
import pathlib
import tempfile
import threading
import zipfile

import kit_path  # noqa: F401  (makes the kit known)
from kit import wire
from kit.distributions import NOON, Distribution, metadata, record_hash, wheel
from kit.index import Index
from kit.report import Report, equal

UPLOADS = 8
SIZE = 256 * 2**20
GROWTH_LIMIT = 16 * 2**20
CHUNK = 2**20


def large_wheel(folder, number, payload):
    """A wheel of 256 MiB with a right RECORD, on disk; its payload does not compress."""
    name = f"large_{number}"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    members = {
        f"{name}/payload.bin": payload,
        f"{info}/METADATA": metadata(name.replace("_", "-"), "1.0").encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: kit\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{member},{record_hash(data)},{len(data)}\n" for member, data in members.items())
    members[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for member, data in members.items():
            archive.writestr(zipfile.ZipInfo(member, NOON), data)
    return path


def upload_from_disk(index, token, path, answers):
    """Uploads a file without holding it in memory."""
    name = path.name.split("-")[0].replace("_", "-")
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    fields = wire.upload_fields(Distribution(name, "1.0", path.name, "bdist_wheel", "py3", b""), sha256_digest=digest)
    head, tail = wire.form(fields, b"\0CONTENT\0", path.name).split(b"\0CONTENT\0")
    connection = http.client.HTTPConnection("127.0.0.1", index.port, timeout=600)
    connection.putrequest("POST", "/legacy/")
    for header, value in wire.basic(token).items():
        connection.putheader(header, value)
    connection.putheader("Content-Type", f"multipart/form-data; boundary={wire.BOUNDARY}")
    connection.putheader("Content-Length", str(len(head) + path.stat().st_size + len(tail)))
    connection.endheaders()
    connection.send(head)
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            connection.send(chunk)
    connection.send(tail)
    answers[name] = (wire.Answer(connection.getresponse()), digest)
    connection.close()


def peak_resident_size(index):
    """The largest resident size the server ever had, in bytes."""
    status = pathlib.Path(f"/proc/{index.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def all_are_published(index, answers):
    """Each upload was answered 200 and is listed with its hash."""
    equal(len(answers), UPLOADS, "answers")
    for name, (answer, digest) in answers.items():
        equal(answer.status, 200, f"answer {answer}")
        [file] = wire.project(index, name)["files"]
        equal((file["hashes"]["sha256"], file["size"] > SIZE), (digest, True), name)


def grows_little(before, after):
    """The growth of the peak, shared among the uploads, keeps to its limit."""
    growth = (after - before) / UPLOADS
    print(
        f"      peak resident size: {before / 2**20:.1f} MiB before, {after / 2**20:.1f} MiB after, "
        f"{growth / 2**20:.2f} MiB for each of {UPLOADS} uploads of {SIZE // 2**20} MiB"
    )
    assert growth < GROWTH_LIMIT, f"{growth / 2**20:.1f} MiB"


def main():
    report = Report("memory during large uploads")
    settings = {"uploads.file_limit": 300 * 2**20}
    with Index(settings) as index, tempfile.TemporaryDirectory(prefix="fromagerie-large-") as folder:
        token = index.token()
        # One small upload first, so that what is made once is not counted as growth.
        equal(wire.upload(index, token, wheel("small", "1.0")).status, 200)
        payload = os.urandom(SIZE)
        paths = [large_wheel(pathlib.Path(folder), number, payload) for number in range(UPLOADS)]
        del payload
        before, answers = peak_resident_size(index), {}
        threads = [threading.Thread(target=upload_from_disk, args=(index, token, path, answers)) for path in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = peak_resident_size(index)
        report.case("eight uploads of 256 MiB at once are published", all_are_published, index, answers)
        report.case("the server grows by less than 16 MiB for each", grows_little, before, after)
        report.case("no temporary file is left", index.wait_for_no_temporary_file)
        report.case("the server is alive", index.is_alive)
    report.end()


if __name__ == "__main__":
    main()
