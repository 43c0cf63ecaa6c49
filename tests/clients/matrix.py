"""The upload matrix: seven tools and what each of them makes of our answers."""

import hashlib
import sys
import tempfile

from kit import tokens, wire
from kit.index import Index
from kit.publishers import PUBLISHERS
from kit.report import Report

COLUMNS = ["new", "same bytes", "other bytes", "skip existing", "bad token", "expired token", "mandate"]

# What a tool must show of the reason for a refusal. The words are the index's own, or its stable code, which is
# what uv shows; maturin replaces the reason for a 403 by a guess of its own.
EXISTS = ("already exist", "file-exists")
NO_TOKEN = ("invalid or non-existent", "invalid api token", "token-unknown", "password are wrong")
MANDATE = ("two-factor authentication is required", "second-factor-required", "password are wrong")
EXPIRED = ("expired", "invalid api token", "token-caveat", "password are wrong")


class Row:
    """One tool's row: its projects are built once, each cell is one call of the tool."""

    def __init__(self, tool, workspace, index, token):
        self.index = index
        self.token = token
        self.publisher = PUBLISHERS[tool](tool, workspace, index)
        self.first = self.publisher.project("first", "1.0", "one")
        self.changed = self.publisher.project("changed", "1.0", "two")
        self.second = self.publisher.project("second", "2.0", "one")

    def new(self):
        """A new file is published and listed with the hash it has on disk."""
        self._succeeds(self.first, self.token)
        self._is_listed(self.first)
        return "published"

    def same_bytes(self):
        """The same bytes again change nothing."""
        before = wire.project(self.index, self.publisher.name)
        self._succeeds(self.first, self.token)
        assert wire.project(self.index, self.publisher.name) == before, "the project changed"
        return "accepted, no change"

    def other_bytes(self):
        """Other bytes under a name that is taken are refused with the reason."""
        self._refused(self.changed, self.token, EXISTS)
        self._is_listed(self.first)
        return "refused: already exists"

    def skip_existing(self):
        """A tool that may pass over existing files ends well and changes nothing."""
        # uv compares hashes first and rightly refuses what differs; what is the same it passes over.
        folder = self.first if self.publisher.tool == "uv" else self.changed
        self._succeeds(folder, self.token, skip=True)
        self._is_listed(self.first)
        return "passed over"

    def bad_token(self):
        """A token with a wrong signature publishes nothing."""
        self._refused(self.second, tokens.spoiled(self.token), NO_TOKEN)
        self._is_not_listed(self.second)
        return "refused"

    def expired_token(self):
        """A token that has expired publishes nothing."""
        self._refused(self.second, tokens.expired(self.token), EXPIRED)
        self._is_not_listed(self.second)
        return "refused"

    def mandate(self):
        """A mandate in force stops the upload and says why; the same token publishes once it is over."""
        rule = ["--cohort", "selected", "--user", "alice", "--strength", "phishing-resistant", "--gate", "publish"]
        made = self.index.command("mandate", "schedule", *rule, "--announce", "now", "--enforce", "now")
        try:
            self._refused(self.second, self.token, MANDATE)
            self._is_not_listed(self.second)
        finally:
            self.index.command("mandate", "end", made["id"])
        self._succeeds(self.second, self.token)
        self._is_listed(self.second)
        return "stopped, then published"

    def _succeeds(self, folder, token, skip=False):
        status, output = self.publisher.publish(folder, token, skip)
        assert status == 0, f"the tool ended with {status}:\n{output}"

    def _refused(self, folder, token, reasons):
        status, output = self.publisher.publish(folder, token)
        assert status != 0, f"the tool took a refusal for a success:\n{output}"
        if self.publisher.shows_the_status_only:
            reasons = ("400 bad request", "403 forbidden")
        assert any(reason in output.lower() for reason in reasons), f"the tool does not show the reason:\n{output}"

    def _is_listed(self, folder):
        listed = wire.files(self.index, self.publisher.name)
        for path in self.publisher.files(folder):
            assert path.name in listed, f"not listed: {path.name}"
            wanted = hashlib.sha256(path.read_bytes()).hexdigest()
            assert listed[path.name]["hashes"]["sha256"] == wanted, f"listed with another hash: {path.name}"

    def _is_not_listed(self, folder):
        listed = wire.files(self.index, self.publisher.name)
        for path in self.publisher.files(folder):
            assert path.name not in listed, f"listed although refused: {path.name}"


def main():
    chosen = sys.argv[1:] or list(PUBLISHERS)
    report = Report("upload matrix")
    table = []
    with Index() as index, tempfile.TemporaryDirectory(prefix="fromagerie-matrix-") as workspace:
        token = index.token()
        for tool in chosen:
            row = report.case(f"{tool} builds its project", Row, tool, workspace, index, token)
            cells = []
            for column in COLUMNS if row else []:
                if column == "skip existing" and row.publisher.skipping is None:
                    cells.append("has no such flag")
                    continue
                cell = getattr(row, column.replace(" ", "_"))
                cells.append(report.case(f"{tool}: {column}", cell) or "FAILED")
            table.append([tool, *(cells or ["not built"] * len(COLUMNS))])
        report.case("the server is alive", index.is_alive)
        report.case("no temporary file is left", index.wait_for_no_temporary_file)
    print_table([["", *COLUMNS], *table])
    report.end()


def print_table(rows):
    """Prints rows of words in columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
