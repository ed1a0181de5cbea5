"""Writes into README what its commands print, so that the next reader sees what they will see: make readme."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from pathlib import Path

from click.testing import CliRunner

from kg.cli import main

ROOT = Path(__file__).parent.parent


def filled(text: str) -> str:
    """README with the output behind every command in its console blocks."""

    def block(match: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", match.group(1), flags=re.MULTILINE)
        lines = []
        for command in commands:
            result = CliRunner().invoke(main, shlex.split(command)[1:])
            if result.exit_code:
                raise SystemExit(f"{command}: {result.output}")
            lines.append(f"$ {command}\n{result.stdout}")
        return f"```console\n{''.join(lines)}```"

    return re.sub(r"```console\n(.*?)```", block, text, flags=re.DOTALL)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").symlink_to(ROOT / "data")
        os.chdir(folder)
        readme.write_text(filled(readme.read_text(encoding="utf-8")), encoding="utf-8")
