"""Values and sets by key: in memory, or in a SQLite file of which only what is asked for is read.

    rows = Rows(None, "unit", pack, unpack)     in memory;  with a connection, in its file
    rows.put("a", value)    rows.get("a")       rows.flush()
    sets = Sets(None, "block")
    sets.add("a", "1")      sets.of("a")        sets.flush()

What was read or changed is kept until `flush`, which writes what changed and forgets the rest. A connection may have a
second file attached as `base`: then its own file has only what is otherwise than there, and a large file can be shared
by all that came after it (`merge` puts both together).
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
        self._based = database is not None and based(database)
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
            found = dict(self._database.execute(f"SELECT key, value IS NOT NULL FROM main.{self._name}"))
            if self._based:
                found = dict(self._database.execute(f"SELECT key, 1 FROM base.{self._name}")) | found
            known |= {key for key, there in found.items() if there and key not in self._changed}
        return iter(sorted(known))

    def flush(self) -> None:
        """Write what changed into the file, and forget what was read; in memory, nothing."""
        if self._database is None:
            return
        due = [(key, self._held[key]) for key in sorted(self._changed)]
        kept: list[tuple[str, str | None]] = [(key, self._pack(v)) for key, v in due if v is not None]
        gone = [key for key, value in due if value is None]
        if self._based:
            kept += [(key, None) for key in gone]
        else:
            self._database.executemany(f"DELETE FROM main.{self._name} WHERE key = ?", [(key,) for key in gone])
        self._database.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?, ?)", kept)
        self._held.clear()
        self._changed.clear()

    def _read(self, key: str) -> Value | None:
        if self._database is None:
            return None
        row = self._database.execute(f"SELECT value FROM main.{self._name} WHERE key = ?", (key,)).fetchone()
        if row is None and self._based:
            row = self._database.execute(f"SELECT value FROM base.{self._name} WHERE key = ?", (key,)).fetchone()
        return None if row is None or row[0] is None else self._unpack(row[0])


class Sets:
    """A set of texts by key."""

    def __init__(self, database: sqlite3.Connection | None, name: str) -> None:
        self._database, self._name = database, name
        self._held: dict[str, set[str]] = {}
        self._came: set[tuple[str, str]] = set()
        self._gone: set[tuple[str, str]] = set()
        self._based = database is not None and based(database)
        if database is not None:
            columns = "key TEXT, member TEXT, there INTEGER, PRIMARY KEY (key, member)"
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

    def flush(self) -> None:
        """Write what changed into the file, and forget what was read; in memory, nothing."""
        if self._database is None:
            return
        rows = [(key, member, 1) for key, member in sorted(self._came)]
        if self._based:
            rows += [(key, member, 0) for key, member in sorted(self._gone)]
        else:
            gone = f"DELETE FROM main.{self._name} WHERE key = ? AND member = ?"
            self._database.executemany(gone, sorted(self._gone))
        self._database.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?, ?, ?)", rows)
        self._held.clear()
        self._came.clear()
        self._gone.clear()

    def _read(self, key: str) -> set[str]:
        assert self._database is not None
        found: set[str] = set()
        if self._based:
            large = self._database.execute(f"SELECT member FROM base.{self._name} WHERE key = ?", (key,))
            found.update(member for (member,) in large)
        own = self._database.execute(f"SELECT member, there FROM main.{self._name} WHERE key = ?", (key,))
        for member, there in own:
            (found.add if there else found.discard)(member)
        return found


def based(database: sqlite3.Connection) -> bool:
    """Whether a connection has a second file that its own says what is otherwise than."""
    return any(name == "base" for _, name, _ in database.execute("PRAGMA database_list"))


def merge(database: sqlite3.Connection) -> None:
    """Write what the connection's own file says into the one attached as `base`."""
    for (name,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in database.execute(f"PRAGMA main.table_info({name})")]
        gone = "there = 0" if "there" in columns else "value IS NULL"
        key = "(key, member)" if "there" in columns else "key"
        names = key.strip("()")
        database.execute(f"DELETE FROM base.{name} WHERE {key} IN (SELECT {names} FROM main.{name} WHERE {gone})")
        database.execute(f"INSERT OR REPLACE INTO base.{name} SELECT * FROM main.{name} WHERE NOT ({gone})")
    database.commit()
