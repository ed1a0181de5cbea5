"""Values and sets by key: in memory, or in a SQLite file of which only what is asked for is read.

    rows = Rows(None, "unit")                   in memory;  Rows(connection, "unit", pack, unpack)   in a file
    rows.put("a", value)    rows.get("a")       rows.flush()
    sets = Sets(None, "block")
    sets.add("a", "1")      sets.of("a")        sets.flush()

What was read or changed is kept until `flush`, which writes what changed and forgets the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import sqlite3

Value = TypeVar("Value")
_NONE: AbstractSet[str] = frozenset()


class Rows(Generic[Value]):
    """A value by key; `pack` and `unpack` make text of it and back."""

    def __init__(
        self,
        database: sqlite3.Connection | None,
        name: str,
        pack: Callable[[Value], str],
        unpack: Callable[[str], Value],
    ) -> None:
        self._database, self._name, self._pack, self._unpack = database, name, pack, unpack
        self._held: dict[str, Value | None] = {}
        self._changed: set[str] = set()
        if database is not None:
            database.execute(f"CREATE TABLE IF NOT EXISTS {name} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def get(self, key: str) -> Value | None:
        if key not in self._held:
            self._held[key] = self._read(key)
        return self._held[key]

    def __getitem__(self, key: str) -> Value:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def put(self, key: str, value: Value) -> None:
        self._held[key] = value
        self._changed.add(key)

    def drop(self, key: str) -> None:
        self._held[key] = None
        self._changed.add(key)

    def __iter__(self) -> Iterator[str]:
        """All keys, sorted."""
        known = {key for key, value in self._held.items() if value is not None}
        if self._database is not None:
            stored = (str(key) for (key,) in self._database.execute(f"SELECT key FROM {self._name}"))
            known |= {key for key in stored if key not in self._changed}
        return iter(sorted(known))

    def __len__(self) -> int:
        """How many rows there are, as of the last `flush`."""
        if self._database is None:
            return sum(value is not None for value in self._held.values())
        return int(self._database.execute(f"SELECT COUNT(*) FROM {self._name}").fetchone()[0])

    def flush(self) -> None:
        """Write what changed into the file, and forget what was read; in memory, nothing."""
        if self._database is None:
            return
        due = [(key, self._held[key]) for key in sorted(self._changed)]
        gone = [(key,) for key, value in due if value is None]
        kept = [(key, self._pack(value)) for key, value in due if value is not None]
        self._database.executemany(f"DELETE FROM {self._name} WHERE key = ?", gone)
        self._database.executemany(f"INSERT OR REPLACE INTO {self._name} VALUES (?, ?)", kept)
        self._held.clear()
        self._changed.clear()

    def _read(self, key: str) -> Value | None:
        if self._database is None:
            return None
        row = self._database.execute(f"SELECT value FROM {self._name} WHERE key = ?", (key,)).fetchone()
        return None if row is None else self._unpack(row[0])


class Sets:
    """A set of texts by key."""

    def __init__(self, database: sqlite3.Connection | None, name: str) -> None:
        self._database, self._name = database, name
        self._held: dict[str, set[str]] = {}
        self._came: set[tuple[str, str]] = set()
        self._gone: set[tuple[str, str]] = set()
        if database is not None:
            columns = "key TEXT, member TEXT, PRIMARY KEY (key, member)"
            database.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns}) WITHOUT ROWID")

    def of(self, key: str) -> AbstractSet[str]:
        """The members; not to be changed but by `add` and `discard`, nor gone through while it is."""
        found = self._held.get(key)
        if found is None:
            if self._database is None:
                return _NONE
            found = self._held[key] = self._read(key)
        return found

    def add(self, key: str, member: str) -> None:
        self.of(key)
        self._held.setdefault(key, set()).add(member)
        if self._database is not None:
            self._came.add((key, member))
            self._gone.discard((key, member))

    def discard(self, key: str, member: str) -> None:
        if member in self.of(key):
            self._held[key].discard(member)
        if self._database is not None:
            self._gone.add((key, member))
            self._came.discard((key, member))

    def __len__(self) -> int:
        """How many sets have a member, as of the last `flush`."""
        if self._database is None:
            return sum(map(bool, self._held.values()))
        return int(self._database.execute(f"SELECT COUNT(DISTINCT key) FROM {self._name}").fetchone()[0])

    def flush(self) -> None:
        """Write what changed into the file, and forget what was read; in memory, nothing."""
        if self._database is None:
            return
        self._database.executemany(f"DELETE FROM {self._name} WHERE key = ? AND member = ?", sorted(self._gone))
        self._database.executemany(f"INSERT OR IGNORE INTO {self._name} VALUES (?, ?)", sorted(self._came))
        self._held.clear()
        self._came.clear()
        self._gone.clear()

    def _read(self, key: str) -> set[str]:
        assert self._database is not None
        return {str(m) for (m,) in self._database.execute(f"SELECT member FROM {self._name} WHERE key = ?", (key,))}
