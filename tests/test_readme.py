"""README cannot drift: its commands run, and print what it says they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from tests.command import example_files

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """Every command of README with what it says is printed."""
    found: list[tuple[str, str]] = []
    for block in CONSOLE.findall(README.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


def test_the_commands_of_readme_print_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    for name, content in example_files(README.read_text(encoding="utf-8")).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    for command, printed in steps():
        program, *arguments = shlex.split(command)
        assert program == "kg"
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, (command, result.output)
        assert result.stdout == printed, command


def test_every_command_and_format_is_in_readme() -> None:
    text = README.read_text(encoding="utf-8")
    for name in main.commands:
        assert f"kg {name}" in text
    from kg.export import FORMATS

    assert [name for name in FORMATS if name not in text] == []


def test_the_picture_is_there() -> None:
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / path).is_file()
