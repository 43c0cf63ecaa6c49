"""Small wheels and sdists, made in memory with the standard library."""

import base64
import dataclasses
import gzip
import hashlib
import io
import tarfile
import zipfile

NOON = (2026, 1, 1, 12, 0, 0)


@dataclasses.dataclass
class Distribution:
    """One distribution file and what an upload form says about it."""

    name: str
    version: str
    filename: str
    filetype: str
    pyversion: str
    content: bytes

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def metadata(name, version, description="", extra=()):
    """The text of METADATA or PKG-INFO."""
    head = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *extra]
    return "\n".join(head) + "\n" + (f"\n{description}" if description else "")


def wheel(name, version, members=None, description="", extra=(), text=None, tag="py3-none-any", stored=False):
    """A wheel with a right RECORD; `members` maps further names to bytes, `text` replaces METADATA."""
    content = wheel_members(name, version, members, text or metadata(name, version, description, extra), tag)
    archive = zip_of(content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return Distribution(name, version, f"{escaped(name)}-{version}-{tag}.whl", "bdist_wheel", "py3", archive)


def wheel_members(name, version, members, text, tag="py3-none-any"):
    """What a wheel holds, by path, with a right RECORD at the end."""
    stem = f"{escaped(name)}-{version}"
    dist_info = f"{stem}.dist-info"
    content = {f"{escaped(name)}/__init__.py": f"version = {version!r}\n".encode()} | (members or {})
    content[f"{dist_info}/METADATA"] = text.encode()
    content[f"{dist_info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: kit\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    record = "".join(f"{path},{record_hash(data)},{len(data)}\n" for path, data in content.items())
    content[f"{dist_info}/RECORD"] = f"{record}{dist_info}/RECORD,,\n".encode()
    return content


def sdist(name, version, members=None, description="", extra=()):
    """A source distribution that `setuptools` could build."""
    top = f"{escaped(name)}-{version}"
    content = {
        f"{top}/PKG-INFO": metadata(name, version, description, extra).encode(),
        f"{top}/pyproject.toml": f'[project]\nname = "{name}"\nversion = "{version}"\n'.encode(),
        f"{top}/{escaped(name)}.py": b"answer = 42\n",
    } | (members or {})
    return Distribution(name, version, f"{top}.tar.gz", "sdist", "source", tar_of(content))


def escaped(name):
    """The normalized name as file names carry it."""
    return name.lower().replace("-", "_").replace(".", "_")


def record_hash(data):
    """A hash as RECORD writes it."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def zip_of(content, method=zipfile.ZIP_DEFLATED):
    """A zip archive with the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in content.items():
            member = zipfile.ZipInfo(path, NOON)
            member.compress_type = method
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return buffer.getvalue()


def tar_of(content):
    """A compressed tar archive with the same bytes each time."""
    return compressed_tar([(regular(path, len(data)), data) for path, data in content.items()])


def regular(path, size):
    """The header of an ordinary tar member."""
    member = tarfile.TarInfo(path)
    member.size, member.mtime, member.mode = size, 1_767_268_800, 0o644
    return member


def compressed_tar(members):
    """A tar.gz of headers and bodies as they are given, hostile ones too."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member, data in members:
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), mtime=0)
