"""Requests to a SPARQL endpoint: HTTP with time-outs, retries, and credentials from the environment.

    KG_SPARQL_USER, KG_SPARQL_PASSWORD     basic authentication
    KG_SPARQL_AUTH=digest                  or, with the same two, digest authentication, as Virtuoso asks for
    KG_SPARQL_TOKEN                        or a bearer token
    KG_SPARQL_TIMEOUT                      seconds that one request may take (else 300)

The standard library's urllib is enough for this and adds nothing to install. Redirects are refused: urllib would send
the credentials on to wherever an answer points.
"""

from __future__ import annotations

import http.client
import os
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.errors import GraphError

#: Answers that say "not now".
_BUSY = (429, 502, 503, 504)
_TRIES = 5
#: Seconds to wait before the second try; twice as long before each next one.
_PAUSE = 0.25
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Reply:
    """A whole answer: its body, and its headers by lower-case name."""

    data: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Wire:
    """How to reach one endpoint; `where` is what errors call it."""

    where: str
    headers: Mapping[str, str] = field(repr=False)
    timeout: float
    #: User and password of digest authentication.
    digest: tuple[str, str] | None = field(default=None, repr=False)

    def send(self, url: str, data: bytes | None, kind: str, accept: str, *, again: bool = True) -> Reply:
        """POST `data` of the media type `kind` (GET where it is None) and read the whole answer.

        With `again`, a request that was not answered is repeated. Raises SyntaxError where the endpoint says that the
        request is wrong, GraphError for anything else.
        """
        headers = {**self.headers, "Accept": accept, "User-Agent": "kg"}
        request = urllib.request.Request(url, data, {**headers, "Content-Type": kind} if data is not None else headers)
        for attempt in range(_TRIES if again else 1):
            last = attempt == (_TRIES if again else 1) - 1
            try:
                return self._once(request)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _BUSY or last:
                        raise self._refused(error) from error
                    pause = _pause(attempt, error.headers.get("Retry-After"))
            except TimeoutError as error:
                raise self._late() from error
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError) as error:
                if isinstance(error, urllib.error.URLError) and isinstance(error.reason, TimeoutError):
                    raise self._late() from error
                if last:
                    raise self._unreachable(error) from error
                pause = _pause(attempt, None)
            time.sleep(pause)
        raise AssertionError("every attempt returns or raises")

    def _once(self, request: urllib.request.Request) -> Reply:
        with self._opener(request).open(request, timeout=self.timeout) as answer:
            data: bytes = answer.read()  # IncompleteRead where it ends before it should
            return Reply(data, {name.lower(): value for name, value in answer.headers.items()})

    def _opener(self, request: urllib.request.Request) -> urllib.request.OpenerDirector:
        if self.digest is None:
            return urllib.request.build_opener(_Stay)
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, request.full_url, *self.digest)
        return urllib.request.build_opener(_Stay, urllib.request.HTTPDigestAuthHandler(known))

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        reason = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300] or str(error.reason)
        if error.code == 400:
            return SyntaxError(reason)
        if error.code in (401, 403):
            do = "set KG_SPARQL_USER and KG_SPARQL_PASSWORD, or KG_SPARQL_TOKEN"
            return GraphError(self.where, f"does not let you in ({error.code})", do)
        if 300 <= error.code < 400:
            what = f"points to {error.headers.get('Location')}"
            return GraphError(self.where, what, "name that address if you trust it")
        return GraphError(self.where, f"answered {error.code}: {reason}", "see the log of the endpoint")

    def _late(self) -> GraphError:
        what = f"did not answer within {self.timeout:g} seconds"
        return GraphError(self.where, what, "ask for less, or set KG_SPARQL_TIMEOUT to more seconds")

    def _unreachable(self, error: Exception) -> GraphError:
        if isinstance(error, http.client.IncompleteRead):
            what = "broke off in the middle of an answer"
            return GraphError(self.where, what, "ask for less, or raise its time limit")
        reason = getattr(error, "reason", None) or error
        return GraphError(self.where, f"cannot be reached: {reason}", "check the address, and that it runs")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *args: object, **rest: object) -> None:
        return None


def _pause(attempt: int, asked: str | None) -> float:
    if asked is not None and asked.isdigit():
        return min(float(asked), _LONGEST_PAUSE)
    return min(_PAUSE * 2.0**attempt, _LONGEST_PAUSE)


def wire(where: str) -> Wire:
    """How to reach the endpoint at an address, as the environment says."""
    if urlsplit(where).username is not None:
        address = where.replace(urlsplit(where).netloc, urlsplit(where).netloc.rpartition("@")[2])
        do = "set KG_SPARQL_USER and KG_SPARQL_PASSWORD instead"
        raise GraphError(address, "was given with a password in it", do)
    given = os.environ.get("KG_SPARQL_TIMEOUT", "300")
    try:
        timeout = float(given)
    except ValueError:
        timeout = 0
    if not 0 < timeout < 1e6:
        raise GraphError(f"KG_SPARQL_TIMEOUT {given}", "is no number of seconds", "give one such as 300")
    kind = os.environ.get("KG_SPARQL_AUTH", "basic")
    if kind not in ("basic", "digest"):
        raise GraphError(f"KG_SPARQL_AUTH {kind}", "is no kind of authentication", "give basic or digest")
    if kind == "digest":
        user, password = os.environ.get("KG_SPARQL_USER", ""), os.environ.get("KG_SPARQL_PASSWORD", "")
        return Wire(where, {}, timeout, (user, password))
    return Wire(where, _credentials(), timeout)


def _credentials() -> dict[str, str]:
    token, user = os.environ.get("KG_SPARQL_TOKEN"), os.environ.get("KG_SPARQL_USER")
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user:
        pair = f"{user}:{os.environ.get('KG_SPARQL_PASSWORD', '')}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    return {}
