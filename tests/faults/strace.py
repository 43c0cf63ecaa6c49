"""What the kernel saw: file, folder and write-ahead log are synced before the answer is written."""

import pathlib
import re

import kit_path  # noqa: F401  (makes the kit known)
from kit import wire
from kit.distributions import wheel
from kit.index import Index
from kit.report import Report

CALLS = "fsync,fdatasync,sync_file_range,sendto,sendmsg,write,writev,rename,renameat,renameat2,link,linkat"
FILE = "synced-1.0-py3-none-any.whl"
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


def place_of(calls, wanted, what, after=-1):
    """The place of the first call that fits and comes after another."""
    for place, call in enumerate(calls):
        if place > after and wanted(call):
            return place
    shown = "\n".join(call.text[:160] for call in calls if call.syncs or "rename" in call.name or "link" in call.name)
    raise AssertionError(f"{what} is not synced before the answer; what was:\n{shown}")


def object_is_synced(calls, data):
    """The bytes of the object, under its own name or a temporary one beside it."""
    is_object = lambda call: call.syncs and FILE in pathlib.Path(call.path).name and ".metadata" not in call.path
    return place_of(calls, is_object, "the file")


def folder_is_synced(calls, data):
    """The folder that names the object, after the object has its name."""
    file = object_is_synced(calls, data)
    folder = str(pathlib.Path(calls[file].path).parent)
    named = place_of(calls, lambda call: call.name.startswith(("rename", "link")) and FILE in call.text, "the name", file)
    return place_of(calls, lambda call: call.syncs and call.path == folder, "the folder", named)


def log_is_synced(calls, data):
    """The write-ahead log of the database, which makes the row durable."""
    folder = folder_is_synced(calls, data)
    is_log = lambda call: call.syncs and call.path.startswith(str(data)) and call.path.endswith("-wal")
    return place_of(calls, is_log, "the write-ahead log", folder)


def the_order_is_right(calls, data):
    """First the object, then its name, then the row, then the answer."""
    order = [object_is_synced(calls, data), folder_is_synced(calls, data), log_is_synced(calls, data), len(calls) - 1]
    assert order == sorted(order), order
    for place in order:
        print(f"      {place:4} {calls[place].text[:170]}")


def main():
    report = Report("synced before the answer")
    with Index() as index:
        trace = index.folder / "trace"
        index.stop()
        index.start(before=[*WORDS, str(trace)])
        calls = report.case("an upload is traced", traced_upload, index, trace)
        if calls:
            report.case("the file is synced before the answer", object_is_synced, calls, index.data)
            report.case("the folder is synced before the answer", folder_is_synced, calls, index.data)
            report.case("the write-ahead log is synced before the answer", log_is_synced, calls, index.data)
            report.case("file, folder, log and answer come in this order", the_order_is_right, calls, index.data)
    report.end()


if __name__ == "__main__":
    main()
