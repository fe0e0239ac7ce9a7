"""What a command was asked for: which studies and runs, and what is said where they are not there."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import typer

AT_FAULT, WRONG_COMMAND, NOT_PUBLISHED = 1, 2, 3


def study_and_runs(names: list[str], results: Path, most: int) -> tuple[str, list[str]]:
    """Which study is meant, and which of its runs: the study may be left out where there is only one."""
    known = with_history(results)
    study = [name for name in names[:1] if Path(name).resolve().name in known]
    if not study and len(known) == 1 and len(names) <= most and not (names and Path(names[0]).is_dir()):
        study, names = known, [known[0], *names]
    if not study and names:
        study = [published_study(names[0], known, results)]
    if not study or len(names) > most + 1:
        runs = f" and {most} run{'s' * (most > 1)} at most" if len(names) > most + 1 else ""
        remedy = f"name one{runs}; those with published answers in {results}/ are {', '.join(known)}"
        raise wrong(
            f"it is not clear which study{runs and ' and runs'} are meant" if runs else "no study is named", remedy
        )
    return Path(study[0]).resolve().name, names[1:]


def published_study(name: str, known: list[str], results: Path) -> str:
    """A study by its name or folder, once answers of it were published or it is there to be run."""
    from consilience.study.texts import unknown_name

    plain = Path(name).resolve().name
    if plain not in known and not any(folder.is_dir() for folder in (Path(name), Path("forecasts") / name)):
        typer.echo(str(unknown_name(name, known, "study", f" with published answers in {results}/")), err=True)
        raise typer.Exit(WRONG_COMMAND)
    return plain


def with_history(results: Path) -> list[str]:
    """Studies of which answers were published."""
    found = sorted(path.parents[1].name for path in results.glob("*/history/published.csv"))
    if not found:
        raise wrong(f"no answer was published in {results}/ yet", "run: consilience run")
    return found


def wrong(why: str, remedy: str, said: str | None = None) -> typer.Exit:
    """Say what is wrong with a command in the lines of any other fault, and give what ends it."""
    from consilience.problems import Problem

    typer.echo(str(Problem(why, remedy, said=said)), err=True)
    return typer.Exit(WRONG_COMMAND)


def day(said: str) -> date:
    """The day of an option."""
    from consilience.arguments import day_of
    from consilience.problems import WrongValueError

    try:
        return day_of(said)
    except WrongValueError:
        raise typer.BadParameter(f"'{said}' is no day. To mend it: write it as 2025-01-31") from None


@contextmanager
def asking() -> Iterator[None]:
    """Say in a line what is not there."""
    from consilience.problems import AskedError, UnwritableError

    try:
        yield
    except AskedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(AT_FAULT if isinstance(error, UnwritableError) else WRONG_COMMAND) from None


@contextmanager
def writing() -> Iterator[None]:
    """Say in a sentence what could not be read or written: no traceback, whatever the disk does."""
    from consilience.problems import AskedError, UnwritableError

    try:
        yield
    except OSError as error:
        is_unwritable = isinstance(error, UnwritableError)
        if error.errno == errno.EPIPE or (isinstance(error, AskedError) and not is_unwritable):
            raise
        typer.echo(str(error if is_unwritable else UnwritableError.of(error, "")), err=True)
        raise typer.Exit(AT_FAULT) from None


def folders(studies: list[Path] | None, forecasts: Path) -> list[Path]:
    """Where the named studies are, or all studies there are."""
    if not studies:
        found = sorted(path.parent for path in forecasts.glob("*/study.toml"))
        if not found:
            raise wrong(f"there is no study in {forecasts}/", "begin one: consilience new NAME")
        return found
    named = [path if path.is_dir() else forecasts / path for path in studies]
    missing = [str(path) for path, folder in zip(studies, named, strict=True) if not folder.is_dir()]
    if missing:
        known = sorted(path.parent.name for path in forecasts.glob("*/study.toml"))
        remedy = (
            f"name one of those in {forecasts}/: {', '.join(known)}" if known else "begin one: consilience new NAME"
        )
        raise wrong("there is no such study", remedy, ", ".join(missing))
    return named
