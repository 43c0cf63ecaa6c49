"""Counting checks: each has a sentence for a name, and the last line is the sum."""

import sys
import time
import traceback


class Report:
    """The checks of one script, in the order they ran."""

    def __init__(self, title):
        self.title = title
        self.passed = 0
        self.failed = []
        self.begun = time.monotonic()
        print(f"--- {title}", flush=True)

    def case(self, name, action, *arguments):
        """Runs one check and says how it went; returns what it returned, or None when it failed."""
        begun = time.monotonic()
        try:
            result = action(*arguments)
        except AssertionError as refutation:
            self._fail(name, str(refutation) or _place(refutation), begun)
            return None
        except Exception as fault:  # A crash of the check is a failure of the check, not of the run.
            self._fail(name, f"{type(fault).__name__}: {fault}\n{_place(fault)}", begun)
            return None
        self.passed += 1
        print(f"ok    {name}{_duration(begun)}", flush=True)
        return result if result is not None else True

    def end(self):
        """Prints the sum and leaves with the status that fits it."""
        print(f"--- {self.title}: {time.monotonic() - self.begun:.1f} s")
        for name in self.failed:
            print(f"failed: {name}")
        print(f"{self.passed} passed, {len(self.failed)} failed", flush=True)
        sys.exit(1 if self.failed else 0)

    def _fail(self, name, detail, begun):
        self.failed.append(name)
        print(f"FAIL  {name}{_duration(begun)}", flush=True)
        for line in detail.strip().splitlines()[-30:]:
            print(f"      {line[:400]}", flush=True)


def equal(found, wanted, what="value"):
    """Asserts equality and shows both values."""
    assert found == wanted, f"{what}: {_short(found)}, wanted: {_short(wanted)}"


def contains(text, part, what="text"):
    """Asserts that a part is in a text and shows the text."""
    assert part in text, f"{what} does not contain {part!r}: {_short(text)}"


def sentence(function):
    """The name of a test function, read as a sentence."""
    return function.__name__.replace("_", " ")


def _duration(begun):
    seconds = time.monotonic() - begun
    return f"  ({seconds:.1f} s)" if seconds > 1 else ""


def _short(value):
    text = repr(value)
    return text if len(text) < 600 else text[:300] + " ... " + text[-300:]


def _place(fault):
    return "".join(traceback.format_tb(fault.__traceback__)[-3:])
