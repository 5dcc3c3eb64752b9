"""Writing files: whole or not at all, and never over something that is no file."""

import os
import stat
import threading
from pathlib import Path

import pytest

from symfact.files import make_folder, write_bytes, write_text


def test_a_file_is_written_and_replaced_whole(tmp_path):
    path = tmp_path / "a.json"
    write_text(path, "one\n", "-o")
    write_text(path, "two λ\n", "-o")
    assert path.read_bytes() == "two λ\n".encode()
    assert os.listdir(tmp_path) == ["a.json"]


def test_bytes_are_written_as_they_are(tmp_path):
    write_bytes(tmp_path / "a.png", b"\r\n\x00\xff", "-o")
    assert (tmp_path / "a.png").read_bytes() == b"\r\n\x00\xff"


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_text(path, "old", "-o")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "new", "-o")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_link_is_followed_and_a_mode_kept(tmp_path):
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_text(link, "new", "-o")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_mode(tmp_path):
    (tmp_path / "usual").write_text("")
    write_text(tmp_path / "new", "", "-o")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_text(pipe, "text", "-o")
    reader.join()
    assert read == ["text"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("path", ["/nowhere/a.json", "/proc/a.json", "/dev/full/a.json"])
def test_what_cannot_be_written_is_one_line(path):
    with pytest.raises(ValueError, match="-o: cannot write") as refusal:
        write_text(Path(path), "text", "-o")
    assert "\n" not in str(refusal.value)
    assert path in str(refusal.value)


def test_a_folder_is_made_with_its_parents(tmp_path):
    make_folder(tmp_path / "a" / "b", "-o")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="-o: cannot write"):
        make_folder(tmp_path / "file" / "c", "-o")
