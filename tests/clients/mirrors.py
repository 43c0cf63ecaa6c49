"""Programs that read the whole index: bandersnatch and pypi-simple; and pypitoken, which reads our tokens."""

import json
import pathlib
import tempfile
import time

from kit import tokens, wire
from kit.distributions import sdist, wheel
from kit.index import Index
from kit.report import Report, equal
from kit.venvs import attempt, clean_environment, run, venv

BANDERSNATCH = """\
[mirror]
directory = {directory}
master = {master}
api-method = simple
allow-non-https = true
json = true
simple-format = ALL
timeout = 20
global-timeout = 120
workers = 2
stop-on-error = true
"""

COMPARE = """
import json, re, sys
from pypi_simple import ACCEPT_HTML_ONLY, ACCEPT_JSON_ONLY, PyPISimple

SHARED = ["filename", "url", "project", "version", "package_type", "digests", "requires_python",
          "is_yanked", "yanked_reason", "has_metadata", "metadata_digests", "provenance_url"]

def facts(page):
    files = [{name: getattr(package, name) for name in SHARED} for package in page.packages]
    for file in files:
        # HTML cannot say that there is no metadata; it is silent.
        file["has_metadata"] = bool(file["has_metadata"])
    status = page.status.value if page.status else None
    return {"project": page.project, "version": page.repository_version, "serial": page.last_serial,
            "status": status, "files": files}

def root(page):
    return {"projects": page.projects, "version": page.repository_version, "serial": page.last_serial}

with PyPISimple(sys.argv[1]) as client:
    indexes = [root(client.get_index_page(accept=accept)) for accept in (ACCEPT_HTML_ONLY, ACCEPT_JSON_ONLY)]
    assert indexes[0] == indexes[1], indexes
    pages = files = 0
    for name in indexes[0]["projects"]:
        name = re.sub("[-_.]+", "-", name).lower()
        html, data = (facts(client.get_project_page(name, accept=accept)) for accept in (ACCEPT_HTML_ONLY, ACCEPT_JSON_ONLY))
        assert html == data, (html, data)
        pages += 1
        files += len(data["files"])
    print(json.dumps({"pages": pages, "files": files}))
"""

LOAD = """
import json, pypitoken, sys
token = pypitoken.Token.load(sys.argv[1])
print(json.dumps({"prefix": token.prefix, "restrictions": [type(each).__name__ for each in token.restrictions]}))
"""


def publish_a_small_index(index, token):
    """Ten projects with what makes a page interesting: specifiers, yanks, sdists, names to escape."""
    for number in range(8):
        name = f"Small.Project-{number}"
        extra = [f"Requires-Python: >=3.{number},<4", "Summary: One of a few & all < small"]
        for version in ("1.0", "1.1rc1", "2.0"):
            sent(index, token, wheel(name, version, extra=extra), requires_python=f">=3.{number},<4")
        sent(index, token, sdist(name, "2.0", extra=extra), requires_python=f">=3.{number},<4")
    sent(index, token, wheel("plain", "1.0"))
    sent(index, token, sdist("only-sdist", "0.1"))
    index.command("project", "yank", "small-project-1", "1.0", "--reason", 'breaks "everything" & <more>')
    index.command("project", "yank", "small-project-2", "2.0", "--reason", "second thoughts")
    wait_for_yank(index, "small-project-2")


def wait_for_yank(index, project, seconds=10):
    """Waits for a change that another process made: a running server shows it within two seconds."""
    end = time.monotonic() + seconds
    while not any(file["yanked"] for file in wire.files(index, project).values()):
        assert time.monotonic() < end, f"the yank of `{project}` is not shown after {seconds} s"
        time.sleep(0.1)


def sent(index, token, distribution, **changes):
    answer = wire.upload(index, token, distribution, **changes)
    assert answer.status == 200, answer


def listed_files(index):
    """Every file of the index by name, from the JSON pages."""
    root = wire.get(index, "/simple/", accept=wire.SIMPLE_JSON).json()
    found = {}
    for project in root["projects"]:
        name = project["name"].lower().replace(".", "-")
        found |= wire.files(index, name)
    return found


def mirrors(index, folder):
    """Runs bandersnatch once."""
    configuration = folder / "bandersnatch.conf"
    configuration.write_text(BANDERSNATCH.format(directory=folder / "mirror", master=index.url))
    words = [venv("bandersnatch") / "bandersnatch", "-c", configuration, "mirror"]
    status, output = attempt(words, clean_environment(folder), folder, 180)
    assert status == 0, output
    assert "ERROR" not in output, output
    return output


def holds_every_file(index, folder):
    """The mirror holds every listed file with its hash."""
    import hashlib

    stored = {path.name: path for path in (folder / "mirror/web/packages").rglob("*") if path.is_file()}
    listed = listed_files(index)
    assert len(listed) >= 20, f"only {len(listed)} files are listed"
    missing = [name for name in listed if name not in stored]
    assert not missing, f"not mirrored: {missing}"
    for name, file in listed.items():
        equal(hashlib.sha256(stored[name].read_bytes()).hexdigest(), file["hashes"]["sha256"], name)


def follows_the_serial(index, token, folder):
    """A second run fetches what is new since the first, and nothing else."""
    pages = folder / "mirror/web/simple"
    before = {path: path.stat().st_mtime_ns for path in pages.rglob("index.*json")}
    sent(index, token, wheel("plain", "1.1"))
    mirrors(index, folder)
    holds_every_file(index, folder)
    after = {path: path.stat().st_mtime_ns for path in pages.rglob("index.*json")}
    changed = {path.parent.name for path in after if after[path] != before.get(path)} - {"simple"}
    equal(changed, {"plain"}, "pages written by the second run")


def formats_agree(index):
    """pypi-simple parses every page in HTML and in JSON and finds the same."""
    output = run([venv("pypi-simple") / "python", "-c", COMPARE, index.simple], clean_environment("/nonexistent"))
    counts = json.loads(output.strip().splitlines()[-1])
    equal(counts["pages"], 10, "pages")
    equal(counts["files"], len(listed_files(index)), "files")


def pypitoken_loads_our_token(index, token):
    """pypitoken reads a token with its prefix and every caveat in it."""
    loaded = json.loads(tokens.pypitoken(LOAD, token))
    equal(loaded["prefix"], "pypi", "prefix")


def pypitoken_restricts_our_token(index, token):
    """A token restricted offline publishes to its project and to no other."""
    narrow = tokens.restricted(token, "plain")
    sent(index, narrow, wheel("plain", "1.2"))
    answer = wire.upload(index, narrow, wheel("only-sdist", "0.2"))
    equal(answer.status, 403, f"answer {answer}")
    assert "only_sdist-0.2-py3-none-any.whl" not in wire.files(index, "only-sdist")


def pypitoken_expires_our_token(index, token):
    """A token that expired offline publishes nothing."""
    answer = wire.upload(index, tokens.expired(token), wheel("plain", "1.3"))
    equal(answer.status, 403, f"answer {answer}")


def a_token_for_a_project_loads_too(index, token):
    """A token that the index itself limits to a project loads and is limited."""
    narrow = index.token(project="plain")
    loaded = json.loads(tokens.pypitoken(LOAD, narrow))
    assert "ProjectNamesRestriction" in loaded["restrictions"], loaded
    sent(index, narrow, wheel("plain", "1.4"))
    equal(wire.upload(index, narrow, wheel("only-sdist", "0.3")).status, 403, "status")


def main():
    report = Report("mirrors and libraries")
    with Index() as index, tempfile.TemporaryDirectory(prefix="fromagerie-mirror-") as workspace:
        folder = pathlib.Path(workspace)
        token = index.token()
        report.case("a small index is published", publish_a_small_index, index, token)
        report.case("pypi-simple finds HTML and JSON equal on every page", formats_agree, index)
        report.case("bandersnatch mirrors the index", mirrors, index, folder)
        report.case("the mirror holds every file with its hash", holds_every_file, index, folder)
        report.case("a second run of bandersnatch follows the serial", follows_the_serial, index, token, folder)
        report.case("pypitoken loads a token", pypitoken_loads_our_token, index, token)
        report.case("a token restricted by pypitoken publishes only its project", pypitoken_restricts_our_token, index, token)
        report.case("a token expired by pypitoken publishes nothing", pypitoken_expires_our_token, index, token)
        report.case("a token for one project is readable and limited", a_token_for_a_project_loads_too, index, token)
        report.case("the server is alive", index.is_alive)
    report.end()


if __name__ == "__main__":
    main()
