"""Other names for people: always the same for one person, and of no use without the secret."""

import base64
import hashlib
import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from consilience.importers.kit.rows import Row, moment_of
from consilience.problems import Problem, StudyError
from consilience.study.study import Study
from consilience.study.texts import listed, quoted, shown

_SHORTEST = 16
_PSEUDONYM = re.compile(r"P-[a-z2-7]{8}")
_REMEDIES = {
    "forecaster": "give persons other names with --pseudonyms, or name another column as person",
    "group": "name another column as group",
}
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")


def pseudonym_by(secret: bytes, platform: str) -> Callable[[str], str]:
    """Make what gives the people of a platform other names.

    Parameters
    ----------
    secret : bytes
    platform : str
        One name on two platforms is two people.

    Examples
    --------
    >>> name = pseudonym_by(b"a secret of sixteen", "Metaculus")
    >>> name("ada") == name("ada"), name("ada") == name("bo"), len(name("ada"))
    (True, False, 10)
    """

    def name(said: str) -> str:
        keyed = hmac.new(secret, f"{platform}\0{said}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return f"P-{base64.b32encode(keyed)[:8].decode().lower()}"

    return name


def without_addresses(rows: Iterable[Row], told: list[Problem], *, private: bool) -> Iterator[Row]:
    """Leave rows behind that say how somebody can be reached: a study is shown to others.

    Parameters
    ----------
    rows : iterable of Row
    told : list of Problem
        Is added to.
    private : bool
        Whether it was told in private. What a platform shows to everybody stays, and is told.
    """
    shown_there: dict[str, Row] = {}
    for row in rows:
        found = next((column for column in _REMEDIES if _address(row.cells[column])), None)
        if found is None:
            yield row
        elif private:
            said = row.cells[found]
            why = f"the {found} {quoted(said)} is {_address(said)}, which is kept of nobody; it was left behind"
            told.append(_personal(why, _REMEDIES[found], row))
        else:
            shown_there.setdefault(row.cells[found], row)
            yield row
    if shown_there:
        why = f"these names are addresses: {listed(map(quoted, shown_there))}"
        remedy = "import with --pseudonyms before the study is published"
        told.append(replace(_personal(why, remedy, next(iter(shown_there.values()))), line=None, severity="warning"))


def _personal(why: str, remedy: str, row: Row) -> Problem:
    return Problem(why, remedy, file=row.said.file or None, line=row.said.line, check="personal")


def _address(said: str) -> str:
    if _MAIL.search(said):
        return "an e-mail address"
    if "." not in said and ":" not in said:
        return ""
    try:
        ipaddress.ip_address(said)
    except ValueError:
        return ""
    return "the address of a computer"


def read_secret(path: Path) -> bytes:
    """Read the secret of pseudonyms; where there is no such file one is made, that only its owner may read.

    Raises
    ------
    StudyError
        If the file holds too little to be a secret.
    OSError
        If it can be neither read nor made.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_bytes().strip()
    else:
        secret = secrets.token_hex(32).encode()
        with os.fdopen(handle, "wb") as file:
            file.write(secret + b"\n")
    if len(secret) < _SHORTEST:
        why = f"the secret of pseudonyms has fewer than {_SHORTEST} characters"
        problem = Problem(why, "name a file that is not there yet: one is made", file=shown(path), check="pseudonyms")
        raise StudyError.of(shown(path), [problem])
    return secret


def under_two_names(rows: Iterable[Row], study: Study, platform: str) -> Problem | None:
    """Find a statement that the study has already, of somebody under another name: everybody would count twice.

    Parameters
    ----------
    rows : iterable of Row
        That are to be added.
    study : Study
    platform : str
    """
    there = {
        (estimate.question, estimate.moment, estimate.said): estimate.forecaster
        for estimate in study.rows
        if estimate.kind == "person" and (estimate.source or "").startswith(f"{platform} ")
    }
    names = set(there.values())
    for row in rows:
        name, moment = row.cells["forecaster"], moment_of(row.cells["date"])
        before = there.get((row.cells["question"], moment, row.cells["estimate"])) if moment else None
        if before is None or row.cells["kind"] or name in names or before == name:
            continue
        hidden = _PSEUDONYM.fullmatch(before)
        if hidden or _PSEUDONYM.fullmatch(name):
            why = f"the study has what {quoted(name)} said as said by {quoted(before)}, and everybody would count twice"
            remedy = "name the secret of the earlier import" if hidden else "leave --pseudonyms out"
            return Problem(why, f"{remedy}, or import into another study", check="pseudonyms")
    return None
