"""How each tool builds a project of its own and publishes it."""

import pathlib
import shutil

from .venvs import attempt, clean_environment, run, venv

PYPROJECT = """\
[build-system]
requires = ["{requires}"]
build-backend = "{backend}"

[project]
name = "{name}"
version = "{version}"
description = "A project to publish with {tool}."
readme = "README.md"
requires-python = ">=3.9,<4"
classifiers = ["Programming Language :: Python :: 3"]

[[project.authors]]
name = "Ada Example"
email = "ada@index.example"
{more}
"""

BACKENDS = {
    "twine": ("setuptools", "setuptools.build_meta"),
    "uv": ("uv_build", "uv_build"),
    "hatch": ("hatchling", "hatchling.build"),
    "flit": ("flit_core", "flit_core.buildapi"),
    "poetry": ("poetry-core", "poetry.core.masonry.api"),
    "pdm": ("pdm-backend", "pdm.backend"),
    "maturin": ("maturin", "maturin"),
}

CARGO = """\
[package]
name = "{name}"
version = "{version}.0"
edition = "2021"

[profile.release]
strip = true

[workspace]
"""


class Publisher:
    """One upload tool with a home folder of its own."""

    # The words after which the tool passes over a file that exists; None for a tool without them.
    skipping = None
    # Whether the tool loses reason phrase and body on the way, and shows its own words for the number.
    shows_the_status_only = False

    def __init__(self, tool, workspace, index):
        self.tool = tool
        self.index = index
        self.home = pathlib.Path(workspace) / tool / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.name = f"matrix-{tool}"
        self.programs = venv(tool)

    def project(self, label, version, text):
        """Writes and builds a project; returns its folder, with the files in `dist`."""
        folder = self.home.parent / label
        module = self.name.replace("-", "_")
        package = folder / ("src" if self.tool == "uv" else "") / module
        shutil.rmtree(folder, ignore_errors=True)
        package.mkdir(parents=True)
        requires, backend = BACKENDS[self.tool]
        pyproject = PYPROJECT.format(
            requires=requires, backend=backend, name=self.name, version=version, tool=self.tool, more=self.more()
        )
        (folder / "pyproject.toml").write_text(pyproject)
        (folder / "README.md").write_text(f"# {self.name}\n\nWritten for *{self.tool}*.\n")
        (package / "__init__.py").write_text(f'"""A module."""\n\nanswer = {text!r}\n')
        self.build(folder, version, text)
        return folder

    def more(self):
        """Further lines of the tool's own in `pyproject.toml`."""
        return ""

    def build(self, folder, version, text):
        """Builds wheel and sdist into `dist`."""
        python = venv("build") / "python"
        run([python, "-m", "build", "--no-isolation", "--outdir", "dist", "."], self.environment(), folder)

    def environment(self, **variables):
        """The environment of the tool; the path leads to its own programs first."""
        clean = clean_environment(self.home, **variables)
        return clean | {"PATH": f"{self.programs}:{clean['PATH']}"}

    def publish(self, folder, token, skip=False):
        """Publishes what was built; returns the status and what the tool printed."""
        return attempt(self.words(folder, token) + (self.skipping if skip else []), self.environment(), folder, 120)

    def words(self, folder, token):
        """The command that publishes."""
        raise NotImplementedError

    def files(self, folder):
        """The files that were built."""
        return sorted(path for path in (folder / "dist").iterdir() if path.name.endswith((".whl", ".tar.gz")))


# twine grants `--skip-existing` to two public addresses only; here it takes ours for one of them.
TWINE_FOR_US = """
import sys
from twine import repository
repository.WAREHOUSE = sys.argv.pop(1)
repository.Repository.package_is_uploaded = lambda *arguments: False
from twine.__main__ import main
sys.exit(main())
"""


class Twine(Publisher):
    skipping = ["--skip-existing"]

    def publish(self, folder, token, skip=False):
        if not skip:
            return super().publish(folder, token)
        believing = [self.programs / "python", "-c", TWINE_FOR_US, f"{self.index.url}/"]
        return attempt(believing + self.words(folder, token)[1:] + self.skipping, self.environment(), folder, 120)

    def words(self, folder, token):
        login = ["--repository-url", self.index.legacy, "-u", "__token__", "-p", token]
        program = self.programs / "twine"
        return [program, "upload", "--non-interactive", "--disable-progress-bar", "--verbose", *login, *self.files(folder)]


class Uv(Publisher):
    @property
    def skipping(self):
        return ["--check-url", self.index.simple]

    def build(self, folder, version, text):
        run([self.programs / "uv", "build", "--offline", "--out-dir", "dist"], self.environment(), folder)

    def words(self, folder, token):
        target = ["--publish-url", self.index.legacy, "--token", token, "--trusted-publishing", "never"]
        return [self.programs / "uv", "publish", *target, *self.files(folder)]


class Hatch(Publisher):
    def build(self, folder, version, text):
        run([self.programs / "hatchling", "build", "-d", "dist"], self.environment(), folder)

    def words(self, folder, token):
        login = ["--repo", self.index.legacy, "--user", "__token__", "--auth", token]
        return [self.programs / "hatch", "publish", "--no-prompt", *login, *self.files(folder)]


class Flit(Publisher):
    def build(self, folder, version, text):
        run([self.programs / "flit", "build"], self.environment(), folder)

    def environment(self, **variables):
        return super().environment(FLIT_NO_NETWORK=1, **variables)

    def publish(self, folder, token, skip=False):
        login = {"FLIT_INDEX_URL": self.index.legacy, "FLIT_USERNAME": "__token__", "FLIT_PASSWORD": token}
        return attempt([self.programs / "flit", "publish"], self.environment(**login), folder, 120)


class Poetry(Publisher):
    skipping = ["--skip-existing"]

    def words(self, folder, token):
        run([self.programs / "poetry", "config", "repositories.mine", self.index.legacy], self.environment())
        login = ["--username", "__token__", "--password", token]
        return [self.programs / "poetry", "publish", "--no-interaction", "--repository", "mine", *login]


class Pdm(Publisher):
    skipping = ["--skip-existing"]
    shows_the_status_only = True

    def words(self, folder, token):
        login = ["--repository", self.index.legacy, "--username", "__token__", "--password", token]
        return [self.programs / "pdm", "publish", "--no-build", *login]


class Maturin(Publisher):
    skipping = ["--skip-existing"]

    def more(self):
        return '\n[tool.maturin]\nbindings = "bin"\n'

    def build(self, folder, version, text):
        (folder / "Cargo.toml").write_text(CARGO.format(name=self.name, version=version))
        (folder / "src").mkdir()
        (folder / "src" / "main.rs").write_text(f'fn main() {{\n    println!("{text}");\n}}\n')
        words = [self.programs / "maturin", "build", "--release", "--sdist", "--out", "dist"]
        # Cargo's own home stays where its toolchain is.
        real_home = clean_environment(pathlib.Path.home())["HOME"]
        run(words, self.environment() | {"HOME": real_home, "CARGO_TARGET_DIR": str(folder / "target")}, folder)

    def words(self, folder, token):
        login = ["--repository-url", self.index.legacy, "--username", "__token__", "--password", token]
        return [self.programs / "maturin", "upload", "--non-interactive", *login, *self.files(folder)]


PUBLISHERS = {
    "twine": Twine,
    "uv": Uv,
    "hatch": Hatch,
    "flit": Flit,
    "poetry": Poetry,
    "pdm": Pdm,
    "maturin": Maturin,
}
