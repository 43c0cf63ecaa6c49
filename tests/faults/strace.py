"""What the kernel saw: file, folder and write-ahead log are synced before the answer is written."""

import pathlib
import re

import kit_path  # noqa: F401  (makes the kit known)
from kit import wire
from kit.distributions import wheel
from kit.index import Index
from kit.report import Report

CALLS = "fsync,fdatasync,sync_file_range,sendto,sendmsg,write,writev,rename,renameat,renameat2,link,linkat"
WORDS = ["strace", "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", "-o"]


class Call:
    """One finished system call: its name, the path it was made on, and its text."""

    def __init__(self, text):
        self.text = text
        self.name = text.split("(", 1)[0]
        path = re.search(r"\(\d+<([^>]*)>", text)
        self.path = path[1] if path else ""

    @property
    def syncs(self):
        return self.name in ("fsync", "fdatasync") and re.search(r"= 0\b", self.text) is not None


def calls_of(trace):
    """The calls of a trace in the order in which they ended."""
    begun, calls = {}, []
    for line in trace.read_text(errors="replace").splitlines():
        process, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>")
        elif text.startswith("<... "):
            calls.append(Call(begun.pop(process, "") + text.split("resumed>", 1)[-1]))
        elif "(" in text:
            calls.append(Call(text))
    return calls


def traced_upload(index, trace):
    """The calls between the upload's beginning and its answer, both ends found by their bytes."""
    token = index.token()
    before = len(calls_of(trace))
    answer = wire.upload(index, token, wheel("synced", "1.0", {"noise.bin": bytes(range(256)) * 400}))
    assert answer.status == 200, answer
    index.stop()
    calls = calls_of(trace)[before:]
    answers = [place for place, call in enumerate(calls) if "HTTP/1.1 200" in call.text]
    assert answers, "the trace shows no answer"
    return calls[: answers[0] + 1]


def place_of(calls, wanted, what):
    """The place of the first call that fits."""
    for place, call in enumerate(calls):
        if wanted(call):
            return place
    shown = "\n".join(call.text[:160] for call in calls if call.syncs or "rename" in call.name or "link" in call.name)
    raise AssertionError(f"{what} is not synced before the answer; what was:\n{shown}")


def object_is_synced(calls, data):
    """The object's own bytes."""
    is_object = lambda call: call.syncs and call.path.startswith(str(data)) and not pathlib.Path(call.path).is_dir()
    return place_of(calls, lambda call: is_object(call) and "-wal" not in call.path and ".db" not in call.path, "the file")


def folder_is_synced(calls, data):
    """The folder that names the object."""
    is_folder = lambda call: call.syncs and call.path.startswith(str(data)) and pathlib.Path(call.path).is_dir()
    return place_of(calls, is_folder, "the folder")


def log_is_synced(calls, data):
    """The write-ahead log of the database, which makes the row durable."""
    return place_of(calls, lambda call: call.syncs and call.path.endswith("-wal"), "the write-ahead log")


def the_order_is_right(calls, data):
    """First the object, then its name, then the row, then the answer."""
    file, folder = object_is_synced(calls, data), folder_is_synced(calls, data)
    last_log = max(place for place, call in enumerate(calls) if call.syncs and call.path.endswith("-wal"))
    assert file < folder < last_log < len(calls) - 1, (file, folder, last_log, len(calls))
    for place in (file, folder, last_log, len(calls) - 1):
        print(f"      {place:4} {calls[place].text[:150]}")


def main():
    report = Report("synced before the answer")
    index = Index()
    trace = index.folder / "trace"
    try:
        index.start(before=[*WORDS, str(trace)])
        calls = report.case("an upload is traced", traced_upload, index, trace)
        if calls:
            report.case("the file is synced before the answer", object_is_synced, calls, index.data)
            report.case("the folder is synced before the answer", folder_is_synced, calls, index.data)
            report.case("the write-ahead log is synced before the answer", log_is_synced, calls, index.data)
            report.case("file, folder, log and answer come in this order", the_order_is_right, calls, index.data)
    finally:
        index.stop()
    report.end()


if __name__ == "__main__":
    main()
