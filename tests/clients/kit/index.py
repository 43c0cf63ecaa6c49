"""The real binary, running on this machine in a folder of its own."""

import ctypes
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
TARGET = pathlib.Path(os.environ.get("FROMAGERIE_TARGET", ROOT / "target"))
BINARY = os.environ.get("FROMAGERIE_BIN", str(TARGET / "debug" / "fromagerie"))
PASSWORD = "correct horse battery staple 1887"


class Index:
    """One index: its data folder, its process and its address."""

    def __init__(self, settings=None, folder=None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="fromagerie-test-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.settings = settings or {}
        self.process = None
        self.accounts = set()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, fault, trace):
        self.stop()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self):
        """The address that people and clients use."""
        return f"http://localhost:{self.port}"

    @property
    def simple(self):
        """The address of the simple index."""
        return f"{self.url}/simple/"

    @property
    def legacy(self):
        """The address that takes uploads."""
        return f"{self.url}/legacy/"

    @property
    def log(self):
        """The file that holds what the server printed."""
        return self.folder / "serve.log"

    def environment(self):
        """The settings of this index as the binary reads them."""
        return os.environ | {
            f"FROMAGERIE__{name.upper().replace('.', '__')}": str(value) for name, value in self.settings.items()
        }

    def start(self, before=()):
        """Starts the server and waits until it is ready; `before` are words in front of the command."""
        words = [BINARY, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]
        words += ["--public-url", self.url]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*before, *words], stdout=log, stderr=log, env=self.environment(),
                start_new_session=True, preexec_fn=die_with_parent,
            )
        self.wait_until_ready()

    def wait_until_ready(self, seconds=30):
        """Asks `/readyz` until it answers 200."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.last_words()}")
            if self.answers("/readyz"):
                return
            time.sleep(0.02)
        raise RuntimeError(f"the server is not ready after {seconds} s:\n{self.last_words()}")

    def answers(self, path):
        """Whether a path answers 200 now."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self):
        """Asks the server to end, as an operator would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """Ends the server as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def is_alive(self):
        """Whether the process runs and answers."""
        return self.process.poll() is None and self.answers("/healthz")

    def command(self, *words, given=""):
        """Runs a command of the binary on this index and returns its JSON object."""
        done = subprocess.run(
            [BINARY, *words, "--data", str(self.data), "--json"],
            input=given, text=True, capture_output=True, env=self.environment(), timeout=60,
        )
        if done.returncode != 0:
            raise RuntimeError(f"`{' '.join(words)}` ended with {done.returncode}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def account(self, name):
        """Makes an account that may publish, once."""
        if name not in self.accounts:
            address = f"{name}@index.example"
            words = ["user", "create", name, "--email", address, "--totp", "--password-stdin"]
            made = self.command(*words, given=PASSWORD + "\n")
            assert made["username"] == name and made["otpauth_uri"].startswith("otpauth://totp/"), made
            self.accounts.add(name)
        return name

    def token(self, user="alice", expires="30d", project=None):
        """Makes an API token of an account and returns its text."""
        self.account(user)
        scope = ["--project", project] if project else []
        made = self.command("token", "create", "--user", user, "--expires", expires, *scope)
        assert made["token"].startswith("pypi-"), made
        return made["token"]

    def last_words(self, count=40):
        """The end of what the server printed."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-count:])

    def temporary_files(self, halves=True):
        """Files of unfinished uploads below the data folder; a half is an object whose writing was cut off."""
        found = []
        for path in self.data.rglob("*"):
            folders = {part.lower() for part in path.relative_to(self.data).parts[:-1]}
            is_temporary = folders & {"tmp", "temp", "temporary", "incoming", "uploads", "spool"}
            is_half = halves and "#" in path.name
            if path.is_file() and (is_temporary or is_half or path.name.startswith((".tmp", "tmp"))):
                found.append(path)
        return found

    def wait_for_no_temporary_file(self, seconds=15, halves=True):
        """Waits until nothing is left of unfinished uploads."""
        end = time.monotonic() + seconds
        while self.temporary_files(halves) and time.monotonic() < end:
            time.sleep(0.1)
        left = self.temporary_files(halves)
        assert not left, f"temporary files are left: {left[:5]}"


def die_with_parent():
    """Ends this process when its parent ends, so that a check that is stopped leaves no server behind."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
