"""What is read is a file, at once and up to a size; nothing else keeps a command waiting."""

import os
import re
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
