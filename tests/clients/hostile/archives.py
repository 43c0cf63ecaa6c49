"""Archives made to fill a disk, to leave their folder, or to mean two things at once."""

import gzip
import io
import struct
import tarfile
import warnings
import zipfile
import zlib

from kit import wire
from kit.distributions import (
    NOON, Distribution, compressed_tar, metadata, regular, sdist, wheel, wheel_members, zip_of,
)

MEBIBYTE = 2**20


def wheel_of(name, content):
    """A wheel with the given bytes."""
    return Distribution(name, "1.0", f"{name.replace('-', '_')}-1.0-py3-none-any.whl", "bdist_wheel", "py3", content)


def sdist_of(name, content):
    """An sdist with the given bytes."""
    return Distribution(name, "1.0", f"{name.replace('-', '_')}-1.0.tar.gz", "sdist", "source", content)


def tar_with(name, *members):
    """An sdist with PKG-INFO and further members, hostile ones too."""
    info = metadata(name, "1.0").encode()
    path = f"{name.replace('-', '_')}-1.0/PKG-INFO"
    return sdist_of(name, compressed_tar([(regular(path, len(info)), info), *members]))


def member(name, kind=tarfile.REGTYPE, target=""):
    """A tar member of any kind, without a body."""
    header = regular(name, 0)
    header.type, header.linkname = kind, target
    return header, b""


def a_zip_bomb(index, token):
    zeros = b"\0" * (300 * MEBIBYTE)
    return wire.upload(index, token, wheel("bad-bomb", "1.0", {"bad_bomb/zeros.bin": zeros}))


def a_zip_that_lies_about_its_sizes(index, token):
    content = bytearray(wheel("bad-lie", "1.0", {"bad_lie/big.txt": b"x" * 100_000}).content)
    place = content.index(b"PK\x01\x02")
    while b"big.txt" not in content[place + 46 : place + 80]:
        place = content.index(b"PK\x01\x02", place + 1)
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return wire.upload(index, token, wheel_of("bad-lie", bytes(content)))


def a_zip_with_two_members_of_one_name(index, token):
    buffer = io.BytesIO(wheel("bad-twice", "1.0").content)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo("bad_twice/__init__.py", NOON), b"other = 1\n")
    return wire.upload(index, token, wheel_of("bad-twice", buffer.getvalue()))


def a_zip_with_data_in_front(index, token):
    return wire.upload(index, token, wheel_of("bad-front", b"#!/bin/sh\n" + wheel("bad-front", "1.0").content))


def a_zip_with_data_behind(index, token):
    return wire.upload(index, token, wheel_of("bad-behind", wheel("bad-behind", "1.0").content + b"more"))


def a_zip_with_a_hidden_member(index, token):
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, zlib.crc32(b"x"), 1, 1, 6, 0) + b"hidden" + b"x"
    return wire.upload(index, token, wheel_of("bad-hidden", local + wheel("bad-hidden", "1.0").content))


def a_zip_with_an_encrypted_member(index, token):
    content = bytearray(wheel("bad-secret", "1.0").content)
    content[6] |= 1
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return wire.upload(index, token, wheel_of("bad-secret", bytes(content)))


def a_wheel_whose_record_lacks_a_member(index, token):
    content = wheel_members("bad-record", "1.0", None, metadata("bad-record", "1.0"))
    return wire.upload(index, token, wheel_of("bad-record", zip_of(content | {"bad_record/unlisted.py": b""})))


def a_wheel_whose_record_has_a_wrong_hash(index, token):
    content = wheel_members("bad-record", "1.0", None, metadata("bad-record", "1.0"))
    return wire.upload(index, token, wheel_of("bad-record", zip_of(content | {"bad_record/__init__.py": b"changed\n"})))


def a_wheel_without_metadata(index, token):
    return wire.upload(index, token, wheel_of("bad-empty", zip_of({"bad_empty/__init__.py": b""})))


def a_wheel_that_leaves_its_folder(index, token):
    return wire.upload(index, token, wheel("bad-leave", "1.0", {"../../outside.py": b""}))


def a_wheel_that_is_no_zip(index, token):
    return wire.upload(index, token, wheel_of("bad-noise", bytes(range(256)) * 40))


def an_empty_file(index, token):
    return wire.upload(index, token, wheel_of("bad-noise", b""))


def a_wheel_cut_off(index, token):
    return wire.upload(index, token, wheel_of("bad-noise", wheel("bad-noise", "1.0").content[:-30]))


def a_tar_bomb(index, token):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    size = 1024 * MEBIBYTE
    info = metadata("bad-tar-bomb", "1.0").encode()
    parts = [packer.compress(regular("bad_tar_bomb-1.0/PKG-INFO", len(info)).tobuf() + info.ljust(512, b"\0"))]
    parts.append(packer.compress(regular("bad_tar_bomb-1.0/zeros.bin", size).tobuf()))
    parts += [packer.compress(b"\0" * MEBIBYTE) for _ in range(size // MEBIBYTE)]
    parts.append(packer.compress(b"\0" * 1024) + packer.flush())
    return wire.upload(index, token, sdist_of("bad-tar-bomb", b"".join(parts)))


def a_tar_of_two_hundred_thousand_members(index, token):
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    info = metadata("bad-many", "1.0").encode()
    parts = [packer.compress(regular("bad_many-1.0/PKG-INFO", len(info)).tobuf() + info.ljust(512, b"\0"))]
    header = regular("bad_many-1.0/000000", 0).tobuf()
    # Six digits of the name change from member to member, and with them the checksum of the header.
    before, between, after = header[:13], header[19:148], header[156:]
    base = sum(before) + sum(between) + 8 * ord(" ") + sum(after)
    for number in range(200_000):
        digits = b"%06d" % number
        parts.append(packer.compress(before + digits + between + b"%06o\0 " % (base + sum(digits)) + after))
    parts.append(packer.compress(b"\0" * 1024) + packer.flush())
    return wire.upload(index, token, sdist_of("bad-many", b"".join(parts)))


def a_tar_with_an_absolute_path(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("/etc/passwd")))


def a_tar_that_leaves_its_folder(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("bad_tar-1.0/../../outside")))


def a_tar_with_a_link_that_leaves_its_folder(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("bad_tar-1.0/link", tarfile.SYMTYPE, "../../etc/passwd")))


def a_tar_with_a_hard_link_that_leaves_its_folder(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("bad_tar-1.0/link", tarfile.LNKTYPE, "/etc/passwd")))


def a_tar_with_a_device(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("bad_tar-1.0/device", tarfile.CHRTYPE)))


def a_tar_with_two_top_folders(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("elsewhere/file.py")))


def a_tar_with_names_that_differ_in_case_only(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("bad_tar-1.0/Name.py"), member("bad_tar-1.0/name.py")))


def a_tar_with_a_sparse_member(index, token):
    return wire.upload(index, token, tar_with("bad-tar", member("bad_tar-1.0/sparse", tarfile.GNUTYPE_SPARSE)))


def a_tar_cut_off(index, token):
    return wire.upload(index, token, sdist_of("bad-tar", sdist("bad-tar", "1.0").content[:-40]))


def a_tar_followed_by_a_zip(index, token):
    joined = sdist("bad-polyglot", "1.0").content + wheel("bad-polyglot", "1.0").content
    return wire.upload(index, token, sdist_of("bad-polyglot", joined))


def a_zip_that_is_a_tar_too(index, token):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(regular("bad_polyglot-1.0/PKG-INFO", 0))
    return wire.upload(index, token, wheel_of("bad-polyglot", buffer.getvalue() + wheel("bad-polyglot", "1.0").content))


def a_gzip_within_a_gzip(index, token):
    return wire.upload(index, token, sdist_of("bad-nested", gzip.compress(sdist("bad-nested", "1.0").content)))


CASES = [value for name, value in list(globals().items()) if name.startswith(("a_", "an_"))]
