"""A PostgreSQL cluster of our own, for as long as a bench runs."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "clients"))
from kit.index import free_port

# PostgreSQL refuses to run as root.
OWNER = "postgres"


def programs():
    """The folder of the newest PostgreSQL's programs; None where there is none."""
    found = [it for it in pathlib.Path("/usr/lib/postgresql").glob("*/bin") if (it / "initdb").is_file()]
    return max(found, key=lambda it: float(it.parent.name), default=None)


@contextlib.contextmanager
def cluster():
    """Starts a cluster with the durability that people run it with; yields the address of its database."""
    place = programs()
    assert place, "PostgreSQL is not installed: `initdb`"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="fromagerie-bench-postgres-"))
    port = free_port()
    before = []
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
        before = ["runuser", "-u", OWNER, "--"]

    def program(name, *words):
        command = [*before, str(place / name), *map(str, words)]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    data = folder / "data"
    program("initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_wal_size=4GB"
    program("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        program("createdb", "-h", "127.0.0.1", "-p", port, "-U", OWNER, "fromagerie")
        yield f"postgres://{OWNER}@127.0.0.1:{port}/fromagerie"
    finally:
        program("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
