"""Where the command writes: disks that are full or read-only, devices, links, terminals and pipes."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import TEXT, complaint, environment, kg, process, state

LONG = TEXT + "मीरा सेन को 6 जून 2019 को गिरफ्तार किया गया। " * 200


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A small disk of its own, mounted with the options given."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk to fill or to write-protect")
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no disk can be mounted here ({done.stderr.strip()})")
        return folder

    yield mount
    if os.path.ismount(folder):
        subprocess.run(["umount", folder], check=True)


def writing(graph: str, out: str) -> list[list[str]]:
    return [
        ["build", "long.txt", "-o", graph],
        ["view", "old.nq", "-o", f"{out}/page.html"],
        ["export", "old.nq", "--format", "nquads", "-o", f"{out}/export.nq"],
        ["extract", "long.txt", "-o", f"{out}/record.json"],
        ["extract", "long.txt", "--format", "timeml", "-o", f"{out}/"],
    ]


@pytest.mark.parametrize("name", ["old.nq", "new.nq", "new"])
def test_on_a_disk_that_is_read_only_every_command_says_so(here: Path, disk: Callable[[str], Path], name: str) -> None:
    folder = disk("size=8m")
    shutil.copy("old.nq", folder)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    Path("long.txt").write_text(LONG, encoding="utf-8")
    before = state(here)
    for command in writing(f"disk/{name}", "disk"):
        line = complaint(kg(*command), here, before)
        assert re.search(r"disk/.*(is read-only; choose another place|Read-only file system)", line), line


@pytest.mark.parametrize("name", ["old.nq", "new.nq", "new"])
def test_on_a_disk_that_is_full_the_old_graph_stays(here: Path, disk: Callable[[str], Path], name: str) -> None:
    folder = disk("size=64k")
    shutil.copy("old.nq", folder)
    used = shutil.disk_usage(folder)
    (folder / "other").write_bytes(b"x" * max(0, used.free - 4096))
    Path("long.txt").write_text(LONG, encoding="utf-8")
    before = state(here)
    for command in writing(f"disk/{name}", "disk"):
        line = complaint(kg(*command), here, before)
        assert "disk" in line
        assert "No space left on device" in line or "disk is full" in line, line


@pytest.mark.parametrize(
    "command",
    [
        ["timeline", "old.nq"],
        ["query", "old.nq", "single-source"],
        ["query", "--list"],
        ["explain", "old.nq", "Saini"],
        ["export", "old.nq", "--format", "trig"],
        ["extract", "article.txt"],
        ["stats", "old.nq"],
        ["view", "old.nq", "-o", "/dev/full"],
    ],
)
def test_output_to_a_full_disk_is_one_line(here: Path, command: list[str]) -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("there is no /dev/full to write to")
    with Path("/dev/full").open("wb") as full:
        done = process(*command, stdout=full)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert re.fullmatch("kg: .*: cannot be written .No space left on device.; .*", line)
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("target", ["no/such/folder/x.nq", "."])
def test_a_place_that_is_no_file_is_one_line(here: Path, target: str) -> None:
    message = r"Is a directory|is a directory" if target == "." else "no .*folder.*; make the folder first"
    before = state(here)
    for verb in (["view", "old.nq"], ["export", "old.nq", "--format", "csv"], ["extract"], ["build"]):
        command = [*verb, "article.txt"] if len(verb) == 1 else verb
        line = complaint(kg(*command, "-o", target), here, before)
        assert re.search(message, line), line


def test_what_is_written_through_a_link_goes_where_it_leads(here: Path) -> None:
    (here / "real.html").touch()
    (here / "link.html").symlink_to("real.html")
    assert kg("view", "old.nq", "-o", "link.html").exit_code == 0
    assert (here / "link.html").is_symlink()
    assert (here / "real.html").read_text(encoding="utf-8").startswith("<!")


def test_a_device_is_written_to_and_not_replaced(here: Path) -> None:
    done = process("export", "old.nq", "--format", "nquads", "-o", "/dev/stdout")
    assert done.stdout == (here / "old.nq").read_bytes()
    assert Path("/dev/stdout").exists()


# Terminals and pipes


def on_a_terminal(*arguments: str) -> str:
    """What a command writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment(TERM="xterm")) as running:
        os.close(theirs)
        seen = b""
        while True:
            try:
                seen += os.read(ours, 4096)
            except OSError:  # the other end is closed: the command is done
                break
    os.close(ours)
    assert running.returncode == 0
    return seen.decode()


def test_a_terminal_sees_progress_and_a_pipe_does_not(here: Path) -> None:
    articles = [{"id": f"a{n}", "text": TEXT} for n in range(20)]
    (here / "many.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles))
    seen = on_a_terminal("build", "many.jsonl", "-o", "seen.nq")
    assert "Reading" in seen
    assert seen.rstrip().splitlines()[-1].endswith("20 added, 0 replaced, 0 unchanged; 20 articles, 40 facts, 2 events")
    done = process("build", "many.jsonl", "-o", "unseen.nq")
    assert done.stderr.decode().splitlines() == [
        "unseen.nq: 20 added, 0 replaced, 0 unchanged; 20 articles, 40 facts, 2 events"
    ]
    assert done.stdout == b""


@pytest.mark.parametrize("command", [["export", "big.nq", "--format", "nquads"], ["explain", "big.nq", "Saini"]])
def test_a_reader_that_has_seen_enough_is_no_error(here: Path, command: list[str]) -> None:
    (here / "big.jsonl").write_text("".join(json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(200)))
    assert kg("build", "big.jsonl", "-o", "big.nq").exit_code == 0
    call = [sys.executable, "-m", "kg", *command]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as running:
        assert running.stdout is not None and running.stderr is not None
        assert len(running.stdout.read(100)) == 100
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize("more", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_what_is_printed_is_utf_8_whatever_the_terminal_is_set_to(here: Path, more: dict[str, str]) -> None:
    done = process("timeline", "old.nq", "--language", "hi", env=environment(**more))
    assert done.returncode == 0
    assert "मार्च 2021" in done.stdout.decode()


def test_a_closed_standard_output_is_no_error(here: Path) -> None:
    command = f"{sys.executable} -m kg timeline old.nq >&-"
    done = subprocess.run(command, shell=True, capture_output=True, env=environment())
    assert (done.returncode, done.stderr) == (0, b"")
