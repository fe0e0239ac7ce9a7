"""A platform asked over the network: only where the user says so."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from consilience.importers.kit.mapping import Options
from consilience.importers.kit.sources import Source, open_sources
from consilience.problems import Problem, StudyError
from consilience.study.texts import printable

_SECONDS = 30
_LARGEST = 200_000_000


def is_address(file: str | Path) -> bool:
    """Tell an address of the web from a path.

    Examples
    --------
    >>> is_address("https://www.metaculus.com/questions/41001/"), is_address("export.zip")
    (True, False)
    """
    return isinstance(file, str) and file.lower().startswith(("https://", "http://"))


def gathered(
    files: Sequence[str | Path | Source], options: Options, api: Callable[[str], str] | None
) -> tuple[Source, ...]:
    """Read files, and ask addresses.

    Parameters
    ----------
    files : sequence of str, Path or Source
        Texts that begin with ``https://`` are addresses; what was read already stays as it is.
    options : Options
        The encoding and the sheet of files, and whether the network may be asked.
    api : callable, optional
        Turns the address of a page into that of its data; ``None`` for formats that no platform answers with.

    Raises
    ------
    StudyError
        If a file cannot be read, or an address not be asked.
    """
    sources: list[Source] = []
    for file in files:
        if isinstance(file, Source):
            sources.append(file)
        elif not is_address(file):
            sources.extend(open_sources([Path(file)], options.encoding, options.mapping.sheet))
        elif api is None:
            raise _refused(str(file), "this format comes as a file", "download it, and name the file")
        elif not options.online:
            raise _refused(str(file), "the network is asked only where that is wanted", "say --online (online=True)")
        else:
            sources.append(Source(printable(str(file)), _fetched(api(str(file)), str(file))))
    return tuple(replace(source, decimal=options.mapping.decimal) for source in sources)


def _fetched(address: str, said: str) -> bytes:
    # Slow to load, and hardly ever needed.
    import urllib.error
    import urllib.request

    remedy = "download the data in a browser, and import the file"
    if not address.lower().startswith("https://"):
        raise _refused(said, "only addresses with https are asked", "write https://")
    request = urllib.request.Request(address, headers={"Accept": "application/json", "User-Agent": "consilience"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise _refused(said, f"{address} answers {error.code} ({error.reason})", remedy) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise _refused(said, f"{address} cannot be reached ({reason})", remedy) from None
    if len(data) > _LARGEST:
        raise _refused(said, f"the answer is larger than {_LARGEST:,} bytes", remedy)
    return data


def _refused(address: str, why: str, remedy: str) -> StudyError:
    return StudyError.of(printable(address), [Problem(why, remedy, file=printable(address), check="network")])
