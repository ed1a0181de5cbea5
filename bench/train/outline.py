"""Make kg/page/world.path, the land of the page's map: python bench/train/outline.py naturalearth_lowres.shp

From Natural Earth's countries at 1:110 million (public domain), for example those that geopandas carried up to version
0.14. Countries are joined to land: whose border is drawn where would be a claim, and the map makes none. The file is
the data of an SVG path; x is degrees east, y degrees south, both in tenths, Antarctica left out. Needs pyshp and
shapely; the same input gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import shapefile
from shapely.geometry import Polygon, shape
from shapely.ops import unary_union

OUT = Path(__file__).parents[2] / "kg" / "page" / "world.path"
#: Gaps between the borders of two countries are no lakes (degrees).
SEAM = 0.02


def ring(points: list[tuple[float, float]]) -> str:
    """A ring as an absolute point and the steps to each next one."""
    tenths = [(round(x * 10), round(-y * 10)) for x, y in points]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(tenths, tenths[1:], strict=False) if (ax, ay) != (bx, by)]
    return f"M{tenths[0][0]} {tenths[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps[:-1]) + "z"


def main() -> None:
    countries = shapefile.Reader(sys.argv[1])
    pairs = zip(countries.records(), countries.shapes(), strict=True)
    rows = [(r["name"], shape(s.__geo_interface__)) for r, s in pairs]
    land = unary_union([found.buffer(SEAM, join_style=2) for name, found in rows if name != "Antarctica"])
    land = land.buffer(-SEAM, join_style=2)
    parts: list[Polygon] = sorted(land.geoms, key=lambda one: (-one.area, one.bounds))
    rings = [list(r.coords) for part in parts for r in (part.exterior, *part.interiors)]
    OUT.write_text("".join(ring(points) for points in rings) + "\n", encoding="ascii")
    print(f"{len(rings)} rings, {sum(map(len, rings))} points, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
