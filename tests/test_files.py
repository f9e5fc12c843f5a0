"""What is read is a file, at once and up to a size; what is written is whole."""

import os
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker import files


def test_a_files_bytes_come_with_their_stamp(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\r\n\x00words")
    read = files.read(path)
    assert (read.path, read.data) == (path, b"\r\n\x00words")
    assert read.stamp == files.stamp(b"\r\n\x00words")


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"words")
    (tmp_path / "link").symlink_to("file")
    assert files.read(tmp_path / "link").data == b"words"


@pytest.mark.parametrize("through_link", [False, True])
def test_a_pipe_is_refused_at_once(tmp_path: Path, through_link: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    with pytest.raises(OSError, match="not a regular file"):
        files.read(tmp_path / ("link" if through_link else "pipe"))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device: str) -> None:
    with pytest.raises(OSError, match=re.escape(device)):
        files.read(Path(device))


def test_a_folder_and_nothing_are_told_as_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        files.read(tmp_path)
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path / "none")


def test_a_file_beyond_the_limit_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    with pytest.raises(OSError, match="larger than 3 MB"):
        files.read(path, most=3_000_000)
    path.write_bytes(b"x" * 3_000_000)
    assert len(files.read(path, most=3_000_000).data) == 3_000_000


# --- what is written ----------------------------------------------------------------------


def beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def test_a_file_that_is_replaced_keeps_its_owner_and_mode(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    path = tmp_path / "post.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.chown(path, 1234, 2345)
    files.replace(path, b"new", expected=files.stamp(b"old"))
    now = path.stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o777) == (1234, 2345, 0o640)
    assert path.read_bytes() == b"new"
    assert beside(path) == []


def test_a_second_name_of_a_file_keeps_to_it(tmp_path: Path) -> None:
    path, second = tmp_path / "post.md", tmp_path / "second.md"
    path.write_bytes(b"a long old text")
    second.hardlink_to(path)
    files.replace(path, b"new")
    assert path.read_bytes() == second.read_bytes() == b"new"
    assert path.stat().st_ino == second.stat().st_ino
    assert beside(path) == ["second.md"]


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"old")
    try:
        os.setxattr(path, "user.comment", b"mine")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    files.replace(path, b"new")
    assert os.getxattr(path, "user.comment") == b"mine"
    assert path.read_bytes() == b"new"


def test_access_lists_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"old")
    # Version 2; the owner, user 1234, the group, the mask, others: tag, permissions, number each.
    rows = ((1, 6, -1), (2, 6, 1234), (4, 4, -1), (16, 6, -1), (32, 4, -1))
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)
    try:
        os.setxattr(path, "system.posix_acl_access", access)
    except (AttributeError, OSError):
        pytest.skip("no access lists here")
    files.replace(path, b"new")
    assert os.getxattr(path, "system.posix_acl_access") == access


def test_what_a_killed_run_left_a_day_ago_goes_with_the_next_writing(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"old")
    names = (".post.md.old1.new", ".post.md.young.new", ".other.md.old1.new", ".post.md.old1")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
        age = 0 if "young" in name else 100_000
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    files.replace(path, b"new")
    assert beside(path) == sorted(names[1:])


def test_a_file_of_a_long_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 120 + ".md")
    files.create(path, b"old")
    files.replace(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    files.create(path, b"one")
    with pytest.raises(FileExistsError):
        files.create(path, b"two")
    assert path.read_bytes() == b"one"
    assert beside(path) == []


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tracker import files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    getattr(files, sys.argv[1])(Path(sys.argv[2]), b"x" * 5000)
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize("deed", ["create", "replace"])
def test_a_file_that_the_disk_has_no_room_for_leaves_no_part(tmp_path: Path, deed: str) -> None:
    """No file may grow beyond 1,000 bytes, as on a disk that is full."""
    path, second = tmp_path / "post.md", tmp_path / "second.md"
    if deed == "replace":
        path.write_bytes(b"old")
        second.hardlink_to(path)
    command = [sys.executable, "-c", FULL_DISK, deed, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "File too large\n"
    assert path.exists() == (deed == "replace")
    assert beside(path) == (["second.md"] if deed == "replace" else [])
    assert deed == "create" or path.read_bytes() == b"old"
