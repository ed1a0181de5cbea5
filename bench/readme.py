"""Writes into README what its commands print, and takes its picture of the page, so that the next reader sees what
they will see: make readme."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg.cli import main  # noqa: E402
from tests.browser import chromium, found  # noqa: E402
from tests.command import example_files  # noqa: E402


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


def pictured(graph: str, picture: Path) -> None:
    """The page of a graph as a reader sees it, with an event selected."""
    page = Path("page.html").resolve()
    CliRunner().invoke(main, ["view", graph, "-o", str(page), "--language", "en"], catch_exceptions=False)
    picture.parent.mkdir(exist_ok=True)
    with chromium() as browser:
        seen = browser.new_page(viewport={"width": 1440, "height": 900})
        seen.goto(page.as_uri())
        seen.locator(".row").nth(1).click()
        seen.wait_for_timeout(800)
        seen.screenshot(path=picture)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").symlink_to(ROOT / "data")
        os.chdir(folder)
        for name, content in example_files(readme.read_text(encoding="utf-8")).items():
            Path(name).write_text(content, encoding="utf-8")
        readme.write_text(filled(readme.read_text(encoding="utf-8")), encoding="utf-8")
        if found():
            pictured("demo.nq", ROOT / "docs" / "page.png")
