"""Real packages, fetched by name, published with twine and uv, installed back with pip, uv, Poetry and PDM."""

import hashlib
import pathlib
import re
import sys
import tempfile
import zipfile

from kit import wire
from kit.index import TARGET, Index
from kit.report import Report, equal
from kit.venvs import clean_environment, run, venv

LISTS = pathlib.Path(__file__).resolve().parent / "packages"
INSTALLED = "import importlib.metadata as m; print(*sorted({d.name + '==' + d.version for d in m.distributions()}), sep='\\n')"
PYTHON = ">=3.11,<3.12" if sys.version_info[:2] == (3, 11) else f">=3.{sys.version_info[1]},<3.{sys.version_info[1] + 1}"


class Packages:
    """What was fetched: paths by file name, and the pinned names."""

    def __init__(self):
        key = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(LISTS.iterdir())) + sys.version.encode())
        self.folder = TARGET / "clients-cache" / key.hexdigest()[:16]
        self.wheels = pins("wheels.txt")
        self.sdists = pins("sdists.txt")

    def fetch(self):
        """Fetches what is missing, by name and version."""
        if not (self.folder / "complete").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            pip = [venv("pip") / "python", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", self.folder]
            environment = clean_environment(self.folder)
            run([*pip, "--only-binary", ":all:", "-r", LISTS / "wheels.txt"], environment)
            names = ",".join(pin.split("==")[0] for pin in self.sdists)
            run([*pip, "--no-binary", names, "-r", LISTS / "sdists.txt"], environment)
            (self.folder / "complete").touch()
        self.paths = sorted(path for path in self.folder.iterdir() if path.name.endswith((".whl", ".tar.gz")))
        self.hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in self.paths}
        equal(len(self.paths), len(self.wheels) + len(self.sdists), "number of files")
        size = sum(path.stat().st_size for path in self.paths) // 2**20
        projects = len({project_of(path.name) for path in self.paths})
        print(f"      {len(self.paths)} files of {projects} projects, {size} MiB")
        assert projects >= 20

    def requirements(self, ending):
        """Pins with the hashes that the files had where they came from."""
        chosen = [path for path in self.paths if path.name.endswith(ending)]
        lines = [f"{pin_of(path.name)} --hash=sha256:{self.hashes[path.name]}\n" for path in chosen]
        return "".join(lines)


def pins(name):
    """The pinned requirements of a list."""
    return [line for line in (LISTS / name).read_text().split("\n") if line and not line.startswith("#")]


def project_of(filename):
    """The normalized project name of a file."""
    stem = filename.removesuffix(".tar.gz").rsplit("-", 1)[0] if filename.endswith(".tar.gz") else filename.split("-")[0]
    return re.sub(r"[-_.]+", "-", stem).lower()


def pin_of(filename):
    """The requirement that names the release of a file."""
    stem = filename.removesuffix(".tar.gz")
    version = stem.rsplit("-", 1)[1] if stem != filename else filename.split("-")[1]
    return f"{project_of(filename)}=={version}"


def publish(index, token, tool, path, home):
    """Publishes one file with twine or uv."""
    program = venv(tool) / tool
    if tool == "twine":
        login = ["--repository-url", index.legacy, "-u", "__token__", "-p", token]
        words = [program, "upload", "--non-interactive", "--disable-progress-bar", "--verbose", *login, path]
    else:
        words = [program, "publish", "--publish-url", index.legacy, "--token", token, "--trusted-publishing", "never", path]
    run(words, clean_environment(home))


def downloads_with_the_same_bytes(index, packages):
    """Each file is listed with its hash and size, and downloads with its bytes."""
    for path in packages.paths:
        listed = wire.files(index, project_of(path.name))[path.name]
        equal(listed["hashes"]["sha256"], packages.hashes[path.name], path.name)
        equal(listed["size"], path.stat().st_size, path.name)
        answer = wire.get(index, wire.path_of(listed["url"], index.simple))
        equal(hashlib.sha256(answer.body).hexdigest(), packages.hashes[path.name], path.name)


def serves_the_metadata_of_each_wheel(index, packages):
    """The `.metadata` file of a wheel is its METADATA, byte for byte, with the hash that is listed."""
    for path in packages.paths:
        listed = wire.files(index, project_of(path.name))[path.name]
        if path.suffix != ".whl":
            equal(listed["core-metadata"], False, path.name)
            continue
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
            wanted = archive.read(names[0])
        answer = wire.get(index, wire.path_of(listed["url"], index.simple) + ".metadata")
        equal(answer.body, wanted, path.name)
        equal(listed["core-metadata"], {"sha256": hashlib.sha256(wanted).hexdigest()}, path.name)


def installs_with_pip(index, packages, folder):
    """pip installs every wheel and builds every sdist, holding each to the hash of the original."""
    pip = [venv("pip") / "python", "-m", "pip", "install", "--no-deps", "--require-hashes", "--index-url", index.simple]
    install(folder, pip, packages)


def installs_with_uv(index, packages, folder):
    """uv installs every wheel and builds every sdist, holding each to the hash of the original."""
    uv = [venv("uv") / "uv", "pip", "install", "--python", sys.executable, "--no-deps", "--require-hashes"]
    install(folder, [*uv, "--default-index", index.simple, "--no-python-downloads"], packages)


def install(folder, words, packages):
    """Installs the wheels into one folder and the sdists into another."""
    environment = clean_environment(folder)
    for label, ending, pinned, choice in (
        ("wheels", ".whl", packages.wheels, ["--only-binary", ":all:"]),
        ("sdists", ".tar.gz", packages.sdists, None),
    ):
        requirements = folder / f"{label}.txt"
        requirements.write_text(packages.requirements(ending))
        names = [name for pin in pinned for name in ("--no-binary", pin.split("==")[0])]
        run([*words, *(choice or names), "--target", folder / label, "-r", requirements], environment, folder)
        found = run([sys.executable, "-S", "-c", INSTALLED], environment | {"PYTHONPATH": str(folder / label)}, folder)
        has_installed(found, pinned)


def installs_with_poetry(index, packages, folder):
    """Poetry resolves, locks and installs every package; its lock holds the hash of each original."""
    dependencies = "".join(f'{name} = "{version}"\n' for name, version in (pin.split("==") for pin in packages.wheels))
    (folder / "pyproject.toml").write_text(
        '[tool.poetry]\npackage-mode = false\n'
        f'[tool.poetry.dependencies]\npython = "{PYTHON}"\n{dependencies}'
        f'[[tool.poetry.source]]\nname = "mine"\nurl = "{index.simple}"\npriority = "primary"\n'
    )
    environment = clean_environment(folder, POETRY_VIRTUALENVS_IN_PROJECT="true", POETRY_NO_INTERACTION=1)
    poetry = venv("poetry") / "poetry"
    run([poetry, "lock"], environment, folder)
    run([poetry, "install"], environment, folder)
    lock_holds_hashes(folder / "poetry.lock", packages)
    has_installed(run([folder / ".venv/bin/python", "-c", INSTALLED], environment), packages.wheels)


def installs_with_pdm(index, packages, folder):
    """PDM resolves, locks and installs every package; its lock holds the hash of each original."""
    dependencies = "".join(f'    "{pin}",\n' for pin in packages.wheels)
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "consumer"\nversion = "1"\nrequires-python = "{PYTHON}"\ndependencies = [\n{dependencies}]\n'
        f'[tool.pdm]\ndistribution = false\n[[tool.pdm.source]]\nname = "pypi"\nurl = "{index.simple}"\nverify_ssl = false\n'
    )
    environment = clean_environment(folder)
    pdm = venv("pdm") / "pdm"
    run([pdm, "use", "--first", sys.executable], environment, folder)
    run([pdm, "lock"], environment, folder)
    run([pdm, "sync", "--no-self"], environment, folder)
    lock_holds_hashes(folder / "pdm.lock", packages)
    has_installed(run([folder / ".venv/bin/python", "-c", INSTALLED], environment), packages.wheels)


def lock_holds_hashes(lock, packages):
    """A lock file names the hash of every wheel."""
    text = lock.read_text()
    missing = [name for name, value in packages.hashes.items() if name.endswith(".whl") and f"sha256:{value}" not in text]
    assert not missing, f"the lock lacks the hashes of {missing}"


def has_installed(output, pinned):
    """Everything that was pinned is installed in its version."""
    found = {pin_of(line.replace("-", "_").replace("==", "-") + "-") for line in output.split() if "==" in line}
    missing = [pin for pin in pinned if pin not in found]
    assert not missing, f"not installed: {missing}; installed: {sorted(found)}"


def main():
    report = Report("real packages")
    packages = Packages()
    if not report.case("the packages are fetched by name", packages.fetch):
        report.end()
    with Index() as index, tempfile.TemporaryDirectory(prefix="fromagerie-packages-") as workspace:
        token = index.token()
        for place, path in enumerate(packages.paths):
            tool = ("twine", "uv")[place % 2]
            report.case(f"{tool} publishes {path.name}", publish, index, token, tool, path, workspace)
        report.case("every file downloads with the same bytes", downloads_with_the_same_bytes, index, packages)
        report.case("every wheel has its metadata beside it", serves_the_metadata_of_each_wheel, index, packages)
        for tool, installs in (
            ("pip", installs_with_pip),
            ("uv", installs_with_uv),
            ("poetry", installs_with_poetry),
            ("pdm", installs_with_pdm),
        ):
            folder = pathlib.Path(workspace) / f"installed-by-{tool}"
            folder.mkdir()
            report.case(f"{tool} installs every package with the hashes of the originals", installs, index, packages, folder)
        report.case("the server is alive", index.is_alive)
        report.case("no temporary file is left", index.wait_for_no_temporary_file)
    report.end()


if __name__ == "__main__":
    main()
