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

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import sqlite3

Value = TypeVar("Value")
_NONE: AbstractSet[str] = frozenset()


class Rows(Generic[Value]):
    """A value by key; `pack` and `unpack` make text of it and back. Of a file, no more than `most` that did not change
    are held at once."""

    def __init__(
        self,
        database: sqlite3.Connection | None,
        name: str,
        pack: Callable[[Value], str],
        unpack: Callable[[str], Value],
        most: int = 1 << 17,
    ) -> None:
        self._database, self._name, self._pack, self._unpack, self._most = database, name, pack, unpack, most
        self._held: dict[str, Value | None] = {}
        self._changed: set[str] = set()
        self._based = database is not None and based(database)
        if database is not None:
            database.execute(f"CREATE TABLE IF NOT EXISTS {name} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def get(self, key: str) -> Value | None:
        if key not in self._held:
            if self._database is not None and len(self._held) >= self._most + len(self._changed):
                self._held = {changed: self._held[changed] for changed in self._changed}
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
    """A set of texts by key. Those that grow with the number of articles are asked with `few` and `has`, which read no
    more than they give."""

    def __init__(self, database: sqlite3.Connection | None, name: str) -> None:
        self._database, self._name = database, name
        self._held: dict[str, set[str]] = {}
        self._large: dict[str, int] = {}
        self._came: dict[str, set[str]] = {}
        self._gone: dict[str, set[str]] = {}
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
            found = self._held[key] = self._with_changes(key, self._read(key, -1))
        return found

    def few(self, key: str, most: int) -> AbstractSet[str] | None:
        """The members, as `of` gives them; None where there are more than `most`."""
        if key not in self._held and self._database is not None:
            if self._large.get(key, -1) >= most:
                return None
            limit = most + 1 + len(self._gone.get(key, ()))
            read = self._read(key, limit)
            if len(read) == limit:
                self._large[key] = most
                return None
            self._held[key] = self._with_changes(key, read)
        found = self._held.get(key, _NONE)
        return found if len(found) <= most else None

    def has(self, key: str, member: str) -> bool:
        """Whether a text is a member."""
        if key in self._held or self._database is None:
            return member in self._held.get(key, _NONE)
        if member in self._came.get(key, _NONE) or member in self._gone.get(key, _NONE):
            return member in self._came.get(key, _NONE)
        for file in ("main", "base") if self._based else ("main",):
            sql = f"SELECT there FROM {file}.{self._name} WHERE key = ? AND member = ?"
            if (row := self._database.execute(sql, (key, member)).fetchone()) is not None:
                return bool(row[0])
        return False

    def add(self, key: str, member: str) -> None:
        if self._database is None:
            self._held.setdefault(key, set()).add(member)
            return
        if key in self._held:
            self._held[key].add(member)
        self._came.setdefault(key, set()).add(member)
        self._gone.get(key, set()).discard(member)

    def discard(self, key: str, member: str) -> None:
        if key in self._held:
            self._held[key].discard(member)
        if self._database is not None:
            self._gone.setdefault(key, set()).add(member)
            self._came.get(key, set()).discard(member)
            self._large.pop(key, None)

    def flush(self) -> None:
        """Write what changed into the file, and forget what was read; in memory, nothing."""
        if self._database is None:
            return
        rows = [(key, member, 1) for key, member in _pairs(self._came)]
        if self._based:
            rows += [(key, member, 0) for key, member in _pairs(self._gone)]
        else:
            gone = f"DELETE FROM main.{self._name} WHERE key = ? AND member = ?"
            self._database.executemany(gone, _pairs(self._gone))
        self._database.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?, ?, ?)", rows)
        for held in (self._held, self._large, self._came, self._gone):
            held.clear()

    def _with_changes(self, key: str, read: set[str]) -> set[str]:
        return (read - self._gone.get(key, _NONE)) | self._came.get(key, _NONE)

    def _read(self, key: str, limit: int) -> set[str]:
        """So many members at most as the files have them; all for a limit of -1."""
        assert self._database is not None
        own = f"SELECT member FROM main.{self._name} WHERE key = :key AND there"
        if self._based:
            own += (
                f" UNION ALL SELECT member FROM base.{self._name} AS b WHERE key = :key AND NOT EXISTS"
                f" (SELECT 1 FROM main.{self._name} AS m WHERE m.key = b.key AND m.member = b.member)"
            )
        rows = self._database.execute(f"{own} LIMIT :limit", {"key": key, "limit": limit})
        return {member for (member,) in rows}


def _pairs(sets: Mapping[str, AbstractSet[str]]) -> list[tuple[str, str]]:
    return sorted((key, member) for key, members in sets.items() for member in members)


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
