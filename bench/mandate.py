"""Critical projects at full scale: the daily job and the full recomputation, beside DuckDB over Parquet.

A synthetic index is made on each engine, with six months of daily totals and one day more that waits for
the daily job. The job is timed as an operator would time it: the whole command, from its start to its end.
DuckDB gets the same daily totals as Parquet, one row for each project and day, and does the same sum, rank
and cut in one query.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import machine
from cluster import cluster
from results import MANDATE, write

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "clients"))
from kit.index import BINARY
from kit.venvs import clean_environment, run, venv

REQUIREMENTS = pathlib.Path(__file__).with_name("requirements")
PROJECTS, USERS, DAYS = 350_000, 60_000, 183
DAILY_AIM, FULL_AIM = 5, 15
ROUNDS = 3

# What both sides compute: the sum of 183 days, the top one percent with its ties, best first.
DUCKDB = """\
import json, sys, time
import duckdb

text, parquet, first, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
connection = duckdb.connect()
began = time.monotonic()
connection.execute(f'''
    COPY (
        SELECT project, CAST({first} + position - 1 AS INTEGER) AS day, CAST(downloads AS UBIGINT) AS downloads
        FROM (SELECT project, unnest(counts) AS downloads, generate_subscripts(counts, 1) AS position
              FROM (SELECT CAST(column0 AS INTEGER) AS project, string_split(column1, ' ') AS counts
                    FROM read_csv('{text}', header=false, columns={{'column0': 'VARCHAR', 'column1': 'VARCHAR'}})))
        WHERE downloads <> '0'
        ORDER BY day, project
    ) TO '{parquet}' (FORMAT parquet)
''')
loaded = time.monotonic() - began
rows = connection.execute(f"SELECT count(*), count(DISTINCT project), max(day) FROM '{parquet}'").fetchone()
wanted = int(sys.argv[5]) // 100
query = f'''
    WITH sums AS (SELECT project, sum(downloads) AS downloads FROM '{parquet}'
                  WHERE day > {rows[2]} - 183 GROUP BY project),
         ranked AS (SELECT project, downloads, rank() OVER (ORDER BY downloads DESC) AS place FROM sums)
    SELECT project, downloads, place FROM ranked WHERE place <= {wanted} ORDER BY place, project
'''
seconds = []
for _ in range(rounds):
    began = time.monotonic()
    found = connection.execute(query).fetchall()
    seconds.append(time.monotonic() - began)
print(json.dumps({
    "version": duckdb.__version__, "rows": rows[0], "loaded": loaded, "seconds": seconds,
    "critical": len(found), "threshold": int(found[-1][1]) if found else None,
}))
"""


class Seeded:
    """A synthetic index on one engine."""

    def __init__(self, name, folder, database, options):
        self.name = name
        self.data = folder / name
        self.environment = dict(os.environ)
        if database:
            self.environment["FROMAGERIE__DATABASE__URL"] = database
        seconds, self.seeded = self.timed(
            "demo", "seed", "--projects", options.projects, "--users", options.users,
            "--days", options.days - 1, "--pending-days", 1, "--seed", 1,
        )
        print(f"{name}: {self.seeded['segments']} segments loaded in {seconds:.0f} s", flush=True)
        self.loaded = seconds

    def timed(self, *words):
        """Runs a command; its seconds and its JSON object. What it says on the way goes to the terminal."""
        began = time.monotonic()
        done = subprocess.run(
            [BINARY, *map(str, words), "--data", str(self.data), "--json"],
            stdout=subprocess.PIPE, env=self.environment, check=False,
        )
        seconds = time.monotonic() - began
        assert done.returncode == 0, (words, done.returncode, done.stdout)
        return seconds, json.loads(done.stdout)

    def measure(self, wanted):
        """The daily job, once, because it moves its day for good; the full recomputation some times."""
        daily, first = self.timed("critical", "compute")
        assert first["settled"] > 0, first
        assert (first["critical"], first["added"]) == (wanted, wanted), first
        again, second = self.timed("critical", "compute")
        assert (second["critical"], second["added"], second["settled"]) == (wanted, 0, 0), second
        full = []
        for _ in range(ROUNDS):
            seconds, third = self.timed("critical", "compute", "--full")
            assert (third["critical"], third["agreed"]) == (wanted, True), third
            full.append(seconds)
        print(f"{self.name}: daily {daily:.2f} s, again {again:.2f} s, full {sorted(full)[len(full) // 2]:.2f} s", flush=True)
        return {"daily": daily, "again": again, "full": full, "settled": first["settled"], "threshold": first["threshold"]}


@contextlib.contextmanager
def engines(folder, options):
    """Both engines, or only SQLite where there is no PostgreSQL and nobody insists."""
    with contextlib.ExitStack() as stack:
        places = {"SQLite": None}
        if not options.sqlite_only:
            places["PostgreSQL"] = stack.enter_context(cluster())
        yield {name: Seeded(name, folder, database, options) for name, database in places.items()}


def duckdb(seeded, folder, options):
    """DuckDB's seconds for the same rows, read from Parquet."""
    text, parquet = folder / "totals.csv", folder / "totals.parquet"
    seconds, exported = seeded.timed("demo", "export", text)
    print(f"exported in {seconds:.0f} s: {text.stat().st_size / 2**20:.0f} MiB", flush=True)
    python = venv("duckdb", REQUIREMENTS) / "python"
    words = [python, "-c", DUCKDB, text, parquet, 1, ROUNDS, options.projects]
    found = json.loads(run(words, clean_environment(folder), timeout=1800).splitlines()[-1])
    found["bytes"] = parquet.stat().st_size
    found["days"] = exported["days"]
    text.unlink()
    return found


def table(measured, peer):
    lines = ["| what | " + " | ".join(measured) + " | DuckDB, Parquet |", "|---|" + "---:|" * (len(measured) + 1)]

    def line(what, ours, theirs):
        lines.append(f"| {what} | " + " | ".join(ours(it) for it in measured.values()) + f" | {theirs} |")

    middle = lambda values: sorted(values)[len(values) // 2]
    theirs = f"{middle(peer['seconds']):.2f} s"
    line(f"the daily job, with its day of downloads (aim: {DAILY_AIM} s)", lambda it: f"**{it['daily']:.2f} s**", theirs)
    line("the same again, with nothing to settle", lambda it: f"{it['again']:.2f} s", theirs)
    line(f"the full recomputation, and its comparison (aim: {FULL_AIM} s)", lambda it: f"**{middle(it['full']):.2f} s**", theirs)
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=PROJECTS)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seconds", type=int, default=0, help="unused; every bench takes it")
    parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--dry", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args()
    wanted = options.projects // 100 if options.projects >= 100 else 0
    folder = pathlib.Path(tempfile.mkdtemp(prefix="fromagerie-bench-mandate-"))
    try:
        with engines(folder, options) as seeded:
            measured = {name: it.measure(wanted) for name, it in seeded.items()}
            loaded = {name: it.loaded for name, it in seeded.items()}
            peer = duckdb(seeded["SQLite"], folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert peer["critical"] == wanted, peer
    assert all(it["threshold"] == peer["threshold"] for it in measured.values()), (measured, peer)
    loading = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in loaded.items())
    text = (
        f"{options.projects:,} projects and {options.days} days of daily totals, made by `demo seed`; `cargo xtask bench mandate`.\n"
        f"Each is the whole command, from its start to its end; the full recomputation is the middle of {ROUNDS}.\n"
        f"The daily job moves one day of {next(iter(measured.values()))['settled']:,} totals into segments, slides the window and ranks;\n"
        f"the first one also designated {wanted:,} projects, with their history, events and notices.\n"
        f"DuckDB {peer['version']} sums, ranks and cuts the same {peer['rows']:,} rows from a Parquet file of {peer['bytes'] / 2**20:.0f} MiB\n"
        "in one query, warm; it designates nobody and keeps nothing. Its time stands in each line, since it has no other way.\n\n"
        f"{table(measured, peer)}\n\n"
        f"All of them name the same {wanted:,} projects' threshold: {peer['threshold']:,} downloads.\n"
        f"Loading: {loading}; DuckDB's Parquet {peer['loaded']:.0f} s.\n\n"
        f"Machine: {machine.describe()}.\n"
    )
    if not options.dry:
        write(MANDATE, text)
    print(f"\n{text}")


if __name__ == "__main__":
    main()
