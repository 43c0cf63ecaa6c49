"""Downloads: what the real installers fetch is counted under their names, and nothing else is."""

import pathlib
import tempfile
import time

from kit import wire
from kit.distributions import wheel
from kit.report import equal
from kit.venvs import clean_environment, run, venv

FIGURES = "/stats/downloads/download-demo/"


def prepare(index, token):
    """A project with one wheel."""
    equal(wire.upload(index, token, wheel("Download.Demo", "1.0")).status, 200)


def installers(index):
    """How much was downloaded, by installer."""
    figures = wire.get(index, FIGURES, accept="application/json").json()
    return {row["installer"]: row["downloads"] for row in figures["installers"]}


def wait_for(index, wanted):
    """Waits until the counts are written, which happens each second."""
    end = time.monotonic() + 5
    while installers(index) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    equal(installers(index), wanted, "downloads by installer")


def pip_and_uv_are_counted_under_their_names(index, token):
    with tempfile.TemporaryDirectory(prefix="fromagerie-downloads-") as folder:
        environment = clean_environment(folder)
        pip = [venv("pip") / "python", "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
        run([*pip, "--index-url", index.simple, "--dest", folder, "download-demo"], environment)
        wait_for(index, {"pip": 1})
        uv = [venv("uv") / "uv", "pip", "install", "--quiet", "--no-deps", "--no-cache", "--no-config"]
        target = pathlib.Path(folder) / "target"
        run([*uv, "--default-index", index.simple, "--target", target, "--python", venv("pip") / "python", "download-demo"], environment)
        wait_for(index, {"pip": 1, "uv": 1})


def what_sends_no_file_from_its_beginning_is_not_counted(index, token):
    before = installers(index)
    files = wire.project(index, "download-demo")["files"]
    path = wire.path_of(files[0]["url"], index.simple)
    agent = {"User-Agent": "pip/24.0 {}"}
    etag = wire.get(index, path + ".metadata").header("ETag")
    equal(wire.request(index, "HEAD", path, agent).status, 200, "HEAD")
    equal(wire.request(index, "GET", path, agent | {"Range": "bytes=-7"}).status, 206, "the end of a file")
    equal(wire.request(index, "GET", path + ".metadata", agent | {"If-None-Match": etag}).status, 304, "metadata, again")
    equal(wire.request(index, "GET", path + ".metadata", agent).status, 200, "metadata")
    # The same counter, two flushes later, holds this one alone.
    equal(wire.request(index, "GET", path, {"User-Agent": "bandersnatch/6.5.0 (x)"}).status, 200, "the file")
    wait_for(index, before | {"bandersnatch": 1})
    figures = wire.get(index, FIGURES, accept="application/json").json()
    equal((figures["today"]["people"], figures["today"]["mirrors"]), (sum(before.values()), 1), "people and mirrors")


def what_was_written_survives_a_kill(index, token):
    before = installers(index)
    index.kill()
    index.start()
    equal(installers(index), before, "downloads by installer after a kill")


LINES = [
    pip_and_uv_are_counted_under_their_names,
    what_sends_no_file_from_its_beginning_is_not_counted,
    what_was_written_survives_a_kill,
]
