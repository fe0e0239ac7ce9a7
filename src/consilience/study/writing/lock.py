"""One writer at a time: a file that is locked while somebody writes, and unlocked by the system when they die."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# What systems say of disks that have no locks.
_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[bool]:
    """Keep other processes from what a lock file stands for.

    Parameters
    ----------
    path : Path
        The lock file, in a folder that exists. It stays behind, empty: to remove it would let two in.
    waiting : callable, optional
        Told, once, that another holds the lock and is waited for.

    Yields
    ------
    bool
        Whether another was waited for.

    Raises
    ------
    OSError
        If the file cannot be made.
    """
    from filelock import FileLock, Timeout

    # Not by a marker in the file's stead, which who dies leaves behind.
    lock, waited = FileLock(path, fallback_to_soft=False), False
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waited = True
            if waiting:
                waiting()
            lock.acquire()
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        # A disk without locks, as some networks have: what is written is still whole, the last writer's.
        yield False
        return
    try:
        yield waited
    finally:
        lock.release()
