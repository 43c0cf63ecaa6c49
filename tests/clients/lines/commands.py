"""The commands beside a running server: what an operator does is seen by the next request of a tool."""

import stat
import subprocess
import time

from kit import wire
from kit.distributions import wheel
from kit.index import BINARY, PASSWORD, free_port
from kit.report import contains, equal

PAGE = "/simple/command-demo/"


def prepare(index, token):
    """One project with two releases."""
    for version in ("1.0", "2.0"):
        equal(wire.upload(index, token, wheel("Command.Demo", version)).status, 200)


def within_two_seconds(found, wanted, what):
    """Waits until another process's change is seen; the design gives it two seconds."""
    end = time.monotonic() + 2.5
    while (value := found()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    equal(value, wanted, what)


def ended(index, *words, given=""):
    """Runs a command and returns its status and what it printed."""
    done = subprocess.run(
        [BINARY, *words, "--data", str(index.data)],
        input=given, text=True, capture_output=True, env=index.environment(), timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def the_server_says_how_to_use_it(index, token):
    said = index.log.read_text()
    for part in (f"{index.url}/setup/", "pip install --index-url", "uv pip install", "twine upload", index.simple, index.legacy):
        contains(said, part, "what was printed at the start")


def the_server_says_that_it_is_alive_and_ready(index, token):
    for path in ("/healthz", "/readyz"):
        equal(wire.get(index, path).status, 200, path)


def the_data_folder_is_closed_to_others(index, token):
    equal(stat.S_IMODE(index.data.stat().st_mode), 0o700, "mode of the data folder")
    for path in index.data.rglob("*key*"):
        equal(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, f"mode of {path.name}")


def a_second_server_on_the_folder_is_refused(index, token):
    status, said = ended(index, "serve", "--listen", f"127.0.0.1:{free_port()}")
    equal(status, 1, f"status: {said}")


def statuses_tell_refusal_from_misuse(index, token):
    equal(ended(index, "project", "show", "never-heard-of")[0], 1, "status of a refusal")
    equal(ended(index, "no-such-command")[0], 2, "status of a misuse")
    equal(ended(index, "config", "check")[0], 0, "status of a success")


def dev_mode_stays_on_this_machine(index, token):
    status, said = ended(index, "serve", "--dev", "--listen", "0.0.0.0:0")
    assert status != 0, said


def the_doctor_finds_nothing(index, token):
    status, said = ended(index, "doctor", "--sample", "all")
    equal(status, 0, f"status: {said}")


def accounts_are_made_listed_and_shown(index, token):
    made = index.command("user", "create", "carol", "--email", "carol@index.example", "--totp", "--password-stdin", given=PASSWORD)
    equal(made["username"], "carol", "username")
    contains(made["otpauth_uri"], "otpauth://totp/", "otpauth_uri")
    assert len(made["recovery_codes"]) >= 7, made
    contains(str(index.command("user", "list")), "carol", "list")
    contains(str(index.command("user", "show", "carol")), "carol@index.example", "account")
    equal(ended(index, "user", "create", "carol", "--email", "c@index.example", "--password-stdin", given=PASSWORD)[0], 1)


def an_account_without_a_second_factor_publishes_nothing(index, token):
    index.command("user", "create", "dave", "--email", "dave@index.example", "--password-stdin", given=PASSWORD)
    plain = index.command("token", "create", "--user", "dave")["token"]
    answer = wire.upload(index, plain, wheel("daves-project", "1.0"))
    equal(answer.status, 403, f"answer {answer}")
    equal(wire.get(index, "/simple/daves-project/").status, 404, "project")


def a_revoked_token_publishes_nothing(index, token):
    made = index.command("token", "create", "--user", "alice", "--expires", "1h")
    equal(wire.upload(index, made["token"], wheel("Command.Demo", "1.0")).status, 200, "before")
    index.command("token", "revoke", made["id"])
    within_two_seconds(lambda: wire.upload(index, made["token"], wheel("Command.Demo", "1.0")).status, 403, "after")


def a_token_of_one_second_expires(index, token):
    made = index.command("token", "create", "--user", "alice", "--expires", "1s")
    assert made["expires"], made
    within_two_seconds(lambda: wire.upload(index, made["token"], wheel("Command.Demo", "1.0")).status, 403, "after")


def a_yank_and_its_taking_back_are_seen(index, token):
    yanked = lambda: wire.project(index, "command-demo")["files"][0]["yanked"]
    index.command("project", "yank", "command-demo", "1.0", "--reason", "leaks")
    within_two_seconds(yanked, "leaks", "yanked")
    index.command("project", "unyank", "command-demo", "1.0")
    within_two_seconds(yanked, False, "yanked")


def an_archived_project_says_so_and_takes_nothing(index, token):
    status = lambda: wire.project(index, "command-demo")["project-status"]["status"]
    before = wire.project(index, "command-demo")["meta"]["_last-serial"]
    index.command("project", "archive", "command-demo")
    within_two_seconds(status, "archived", "status")
    assert wire.project(index, "command-demo")["meta"]["_last-serial"] > before, "no journal row"
    equal(wire.upload(index, token, wheel("Command.Demo", "3.0")).status, 403, "upload")
    index.command("project", "unarchive", "command-demo")
    within_two_seconds(status, "active", "status")
    equal(wire.upload(index, token, wheel("Command.Demo", "3.0")).status, 200, "upload")


def a_quarantined_project_is_out_of_reach(index, token):
    [url] = [file["url"] for file in wire.project(index, "command-demo")["files"] if "-1.0-" in file["filename"]]
    index.command("project", "quarantine", "command-demo", "--reason", "looks bad")
    within_two_seconds(lambda: wire.project(index, "command-demo")["project-status"]["status"], "quarantined", "status")
    page = wire.project(index, "command-demo")
    equal((page["files"], page["versions"]), ([], []), "files and versions")
    equal(wire.get(index, wire.path_of(url, index.simple)).status, 403, "the file")
    equal(wire.get(index, "/pypi/command-demo/json").status, 404, "JSON API")
    assert "Command.Demo" not in wire.get(index, "/simple/").text, "the root lists it"
    index.command("project", "clear-quarantine", "command-demo")
    within_two_seconds(lambda: wire.get(index, wire.path_of(url, index.simple)).status, 200, "the file")


def a_rotated_key_stops_nothing(index, token):
    index.command("secret", "rotate")
    equal(wire.upload(index, token, wheel("Command.Demo", "1.0")).status, 200, "an old token")
    equal(wire.upload(index, index.token("alice"), wheel("Command.Demo", "1.0")).status, 200, "a new token")
    index.stop()
    index.start()
    equal(wire.upload(index, token, wheel("Command.Demo", "1.0")).status, 200, "an old token after a restart")


def a_deleted_project_is_gone_and_its_file_names_stay_used(index, token):
    contains(str(index.command("project", "list")), "Command.Demo", "list")
    contains(str(index.command("project", "show", "command-demo")), "command_demo-2.0-py3-none-any.whl", "project")
    index.command("project", "delete", "command-demo", "--yes")
    within_two_seconds(lambda: wire.get(index, PAGE).status, 404, "page")
    equal(wire.get(index, "/pypi/command-demo/json").status, 404, "JSON API")
    equal(wire.upload(index, token, wheel("Command.Demo", "2.0", {"x.py": b"other = 1\n"})).status, 400, "the name again")
    equal(wire.upload(index, token, wheel("Command.Demo", "4.0")).status, 200, "its former owner takes the project again")
    equal(wire.upload(index, index.token("mallory"), wheel("Command.Demo", "5.0")).status, 403, "a stranger")


LINES = [
    value
    for name, value in list(globals().items())
    if name.startswith(("the_", "a_", "an_", "accounts_", "statuses_", "dev_"))
]
