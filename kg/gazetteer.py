"""Countries, states and cities by their names in Hindi and English, from one small file made of GeoNames and CLDR.

The file (kg/models/places.txt.gz, made by bench/train/gazetteer.py, see the NOTICE there) is two sorted lists: the
places, the best known first, a line each; and the folded names, each with the lines of the places called that. It is
unpacked at the first look-up, in about 20 ms, and searched as it is.
"""

from __future__ import annotations

import gzip
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from kg.language import folded

PlaceKind = Literal["country", "region", "city"]

_SKIPPED = dict.fromkeys(map(ord, " -.,'’`()&/"))
#: Rounded and plain vowels that news does not keep apart.
_VOWELS = {0x911: "\u0906", 0x949: "\u093e", 0x945: "\u0948", 0x90D: "\u0910"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name can stand for.

    `id` is the ISO 3166 code of a country or region ("IN", "IN-UP"), the UN M49 code of a part of the world ("150"),
    the GeoNames number of a city, or, for the places that have none of these, that of the region and the name.
    `name_hi` is None where none is known. `country` is the code of its country, "" for a part of the world. `lat` and
    `lon` are degrees (WGS 84), of a country or region the middle of where its people live, None where unknown;
    `population` is that of a country or city to three digits, 0 where unknown.
    """

    id: str
    name_en: str
    name_hi: str | None
    kind: PlaceKind
    lat: float | None
    lon: float | None
    country: str
    population: int


class _Names(NamedTuple):
    """The two lists of the file, as bytes: place lines; name lines, sorted, a name, place numbers and "!" if common."""

    places: list[bytes]
    names: list[bytes]


def lookup(name: str) -> tuple[Place, ...]:
    """The places called `name`, in either script and however it is spelt, the best known first; none: an empty tuple.

    Case endings and words such as "city" are not taken off.
    """
    numbers, _ = _entry(key_of(name))
    return tuple(_place(number) for number in numbers)


def common(name: str) -> bool:
    """Whether a place's name is as often a word or a person's name (Reading, Nice, US): one to be believed in context.

    False for what is no place's name.
    """
    return _entry(key_of(name))[1]


def key_of(name: str) -> str:
    """A name as it is looked up: folded, without accents on Latin letters, spaces, hyphens and stops."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not "\u0300" <= c <= "\u036f")
    return folded(unicodedata.normalize("NFC", plain)).translate(_SKIPPED).translate(_VOWELS)


@lru_cache(maxsize=1)
def _read() -> _Names:
    data = gzip.decompress(files("kg").joinpath("models/places.txt.gz").read_bytes())
    places, _, names = data.partition(b"\n\n")
    return _Names(places.split(b"\n"), names.split(b"\n"))


@lru_cache(maxsize=16384)
def _entry(key: str) -> tuple[tuple[int, ...], bool]:
    """The numbers of the places with a folded name, and whether it is marked as common."""
    names, start = _read().names, key.encode("utf-8", "replace") + b"\t"
    at = bisect_left(names, start)
    if len(start) == 1 or at == len(names) or not names[at].startswith(start):
        return (), False
    _, numbers, mark = names[at].split(b"\t")
    return tuple(int(number, 36) for number in numbers.split(b" ")), mark == b"!"


@lru_cache(maxsize=4096)
def _place(number: int) -> Place:
    line = _read().places[number].decode("utf-8")
    id, kind, country, population, lat, lon, name_en, name_hi = line.split("\t")
    whole: PlaceKind = "country" if kind == "c" else "region" if kind == "r" else "city"
    return Place(
        id,
        name_en,
        name_hi or None,
        whole,
        float(lat) if lat else None,
        float(lon) if lon else None,
        country,
        int(population),
    )
