"""A finished folder in the place of an earlier one, so that whoever looks finds the one or the other."""

import ctypes
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

# Of renameat2 and of renamex_np.
_EXCHANGE, _HERE = 2, -100


def lock_of(folder: Path) -> Path:
    """The lock of whoever writes a folder of results."""
    return folder.with_name(f".{folder.name}.lock")


def new_draft(folder: Path) -> Path:
    """An empty folder beside the one that it will replace, hidden."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{folder.name}.draft-", dir=folder.parent))


def clear_away(folder: Path) -> None:
    """Remove what a run that died left beside a folder, and put back what it had set aside.

    Parameters
    ----------
    folder : Path
        Nobody else is writing it: see :func:`lock_of`.
    """
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
    # Whole, since another study may be called like the beginning of this one's.
    draft = re.compile(rf"\.{re.escape(folder.name)}\.draft-[a-z0-9_]{{8}}")
    for path in folder.parent.glob(".*"):
        if draft.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def replace_folder(draft: Path, folder: Path) -> None:
    """Put a finished folder in the place of an earlier one.

    Parameters
    ----------
    draft, folder : Path
        Beside each other. At no moment is there no folder where the system can exchange two names; where it cannot,
        a run that dies between two steps leaves the earlier folder aside, and :func:`clear_away` puts it back.
    """
    if not folder.exists():
        draft.rename(folder)
    elif _exchange(draft, folder):
        shutil.rmtree(draft, ignore_errors=True)
    else:
        _step_by_step(draft, folder)


def _step_by_step(draft: Path, folder: Path) -> None:
    aside = _aside(folder)
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    try:
        draft.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.earlier")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; ``False`` where this system or disk has no such thing."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _EXCHANGE) == 0)
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    except (OSError, TypeError, AttributeError):
        return False
