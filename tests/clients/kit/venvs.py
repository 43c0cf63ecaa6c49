"""One virtual environment per client, made from its pinned requirements and kept for the next run."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

from .index import TARGET

REQUIREMENTS = pathlib.Path(__file__).resolve().parents[1] / "requirements"
FOLDER = TARGET / "clients-venvs"


def venv(client, requirements=REQUIREMENTS):
    """The folder with the programs of a client, installed on first use."""
    text = (requirements / f"{client}.txt").read_bytes()
    key = hashlib.sha256(text + sys.version.encode()).hexdigest()[:16]
    folder = FOLDER / f"{client}-{key}"
    if not (folder / "complete").exists():
        print(f"      installing the client: {client}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(folder)], os.environ)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "-r", str(requirements / f"{client}.txt")], os.environ)
        (folder / "complete").touch()
    return folder / "bin"


def clean_environment(home, **variables):
    """An environment in which a client sees no setting of this machine but its certificates."""
    ours = ("PIP_", "UV_", "TWINE_", "POETRY_", "PDM_", "HATCH_", "FLIT_", "MATURIN_", "FROMAGERIE_", "VIRTUAL_ENV", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {
        "HOME": str(home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "NO_PROXY": "localhost,127.0.0.1",
        "no_proxy": "localhost,127.0.0.1",
        "NO_COLOR": "1",
        "COLUMNS": "200",
    }
    return kept | {name: str(value) for name, value in variables.items()}


def run(words, environment, folder=None, timeout=600):
    """Runs a program and returns what it printed; a bad end is an error that shows it."""
    status, output = attempt(words, environment, folder, timeout)
    if status != 0:
        raise RuntimeError(f"`{' '.join(map(str, words))}` ended with {status}:\n{output}")
    return output


def attempt(words, environment, folder=None, timeout=600):
    """Runs a program and returns its status and what it printed."""
    done = subprocess.run(
        [str(word) for word in words],
        env=environment, cwd=folder, timeout=timeout, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )
    return done.returncode, done.stdout
