"""How fast the page is on a large graph: python bench/page.py [NODES]   (20,000 without a number; needs Chromium)

Prints how long the file takes to write, how large it is, how long until something useful is drawn, and how many
frames a second the network shows while it is panned, at first and with the largest circle open.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg import view  # noqa: E402
from tests.browser import Seen, chromium, found, opened  # noqa: E402

#: What a person who looks at a page wants: the goals are something useful in 2 seconds and 30 frames a second.
GOALS = "goals: drawn in 2 s, 30 frames a second"


def story(count: int) -> dict[str, Any]:
    """A payload of `count` things, half of them events of two people each, in circles of people who meet."""
    draw = Random(7)
    people = [f"entity/{n:06d}" for n in range(count // 2)]
    entities = [
        {"id": id, "kind": "Person", "label": {"en": f"Person {n}", "hi": f"व्यक्ति {n}"}, "names": [f"Person {n}"],
         "mentions": [[0, 0, 6]], "links": [], "at": None, "known": None}
        for n, id in enumerate(people)
    ]  # fmt: skip
    events = []
    for n in range(count - len(people)):
        centre = min(int(draw.expovariate(8) * len(people)), len(people) - 1)
        pair = [people[centre], people[(centre + draw.randrange(40)) % len(people)]]
        day = 10000 + draw.randrange(9000)
        fact = {"id": f"{n}", "article": 0, "start": 0, "end": 20, "trigger": [0, 6], "status": "asserted",
                "according_to": None, "time": None, "when": {}, "bounds": None, "basis": "none", "timex": None,
                "chain": [], "duration": None, "told_at": {}, "rule": "made"}  # fmt: skip
        events.append(
            {"id": f"event/{n:06d}", "type": "Meeting", "label": {"en": f"Meeting {n}", "hi": f"मुलाकात {n}"},
             "when": {"en": "one day", "hi": "एक दिन"}, "time": None, "begin": [day, day], "end": [day, day],
             "status": "asserted", "disagree": False, "derived": [], "why": {}, "place": None, "facts": [fact],
             "order": {"after": [], "before": [], "possibly": []},
             "actors": [{"role": "agent", "id": id} for id in dict.fromkeys(pair)]}
        )  # fmt: skip
    text = "Person 1 met Person 2."
    article = {"id": "article/made", "title": "Made", "name": "made", "text": text, "language": "en",
               "published": None, "when": {}, "day": None, "publisher": None, "url": None}  # fmt: skip
    return {"articles": [article], "entities": entities, "events": events, "quotes": [], "warnings": [],
            "types": {"Meeting": {"en": "meeting", "hi": "मुलाकात"}}}  # fmt: skip


def drawn(seen: Seen) -> float:
    """Seconds from the beginning of the load until timeline and network are drawn."""
    seen.page.wait_for_function("document.querySelector('.row') && document.querySelector('#canvas canvas')")
    now = "() => new Promise((done) => requestAnimationFrame(() => done(performance.now())))"
    return float(seen.page.evaluate(now)) / 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    if found() is None:
        sys.exit("bench/page.py: there is no Chromium on the PATH; install one")
    made = story(count)
    before = time.perf_counter()
    html = view.render(made, "en")
    written = time.perf_counter() - before
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        print(f"{count} nodes: written in {written:.1f} s, {len(html.encode()) / 1e6:.1f} MB; {GOALS}")
        for name, fragment in (("at first", ""), ("largest circle open", "#open=0"), ("no circles", "#fold=0")):
            with opened(browser, file, fragment) as seen:
                at = drawn(seen)
                print(f"{name}: drawn in {at:.1f} s, {frames(seen):.0f} frames a second")


def frames(seen: Seen) -> float:
    """Frames a second while the network is dragged for two seconds."""
    box = seen.page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 20
    count = "() => { window.frames_ = 0; const s = () => { window.frames_++; requestAnimationFrame(s); }; s(); }"
    seen.page.evaluate(count)
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    start = time.perf_counter()
    step = 0
    while time.perf_counter() - start < 2:
        step += 1
        seen.page.mouse.move(x + 80 * (step % 2) + step, y + step % 40)
    seen.page.mouse.up()
    return float(seen.page.evaluate("window.frames_")) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
