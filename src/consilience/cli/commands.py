"""``consilience check``, ``run``, ``add``, ``import`` and ``new``: arguments in, one call, words and an exit code out.

Exit codes: 0 good; 1 the study or its data is at fault, every fault listed; 2 the command was wrong; 3 a fit failed its
diagnostics and nothing of it was published.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from consilience.cli import printing
from consilience.cli.asked import (
    AT_FAULT,
    NOT_PUBLISHED,
    asking,
    day,
    folders,
    published_study,
    study_and_runs,
    with_history,
    writing,
    wrong,
)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="From what people said about a risk to a Bayesian answer with its uncertainty.",
)

_NEGATIVE = re.compile(r"-\.?\d")

Studies = Annotated[
    list[Path] | None,
    typer.Argument(metavar="STUDY", help="Folders of studies, or names below forecasts/. Default: all of them."),
]
Folder = Annotated[Path, typer.Option("--forecasts", metavar="DIR", help="Where the studies are.")]


class _WithFormats(TyperCommand):
    """Tells below its help what each importer reads: the table is only loaded where that is asked for."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from consilience.importers import IMPORTERS

        with formatter.section("Formats"):
            formatter.write_dl([(importer.name, importer.reads) for importer in IMPORTERS.values()])


class _Saying(TyperCommand):
    """Takes an estimate that begins with a minus as what is said, and no option: what it means is told."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for place, said in enumerate(args):
            of_an_option = place > 0 and args[place - 1].startswith("--") and "=" not in args[place - 1]
            if said == "--":
                break
            if _NEGATIVE.match(said) and not of_an_option:
                args = [*args[:place], *args[place + 1 :], "--", said]
                break
        return super().parse_args(ctx, args)


@app.command()
def check(studies: Studies = None, forecasts: Folder = Path("forecasts")) -> None:
    """List every problem of the studies, with file and line.

    Reads study.toml and estimates/*.csv, writes nothing.
    """
    from consilience.models.checking import check_study

    found = {folder: check_study(folder) for folder in folders(studies, forecasts)}
    printing.problems(found)
    if any(problem.severity == "error" for problems in found.values() for problem in problems):
        raise typer.Exit(AT_FAULT)


@app.command()
def run(
    studies: Studies = None,
    forecasts: Folder = Path("forecasts"),
    results: Annotated[Path, typer.Option(metavar="DIR", help="Where results are written.")] = Path("results"),
    again: Annotated[bool, typer.Option("--again", help="Fit even if nothing changed.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Seed of the sampler.")] = None,
    as_of: Annotated[
        dt.date | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="As it stood at the end of an earlier day."),
    ] = None,
) -> None:
    """Check the studies, fit what changed and print the answers.

    Reads study.toml and estimates/*.csv; writes tables, charts, the fit and report.html to results/STUDY/. A study with
    errors or a fit that fails its diagnostics keeps its earlier results. Of an earlier day they are in
    results/STUDY@DAY/.
    """
    from consilience.api.running import run as run_study
    from consilience.sampling.fit import DEFAULT_SEED

    outcomes = []
    for folder in folders(studies, forecasts):
        with asking(), writing(), printing.progress(folder.name) as progress:
            outcome = run_study(
                folder,
                results,
                seed=DEFAULT_SEED if seed is None else seed,
                again=again,
                as_of=as_of,
                progress=progress,
                answered=printing.answer,
            )
        printing.outcome(outcome)
        outcomes.append(outcome)
    statuses = {outcome.status for outcome in outcomes}
    if "at_fault" in statuses:
        raise typer.Exit(AT_FAULT)
    if "failed" in statuses:
        raise typer.Exit(NOT_PUBLISHED)


@app.command()
def watch(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its name below forecasts/.")],
    forecasts: Folder = Path("forecasts"),
    results: Annotated[Path, typer.Option(metavar="DIR", help="Where results are written.")] = Path("results"),
) -> None:
    """Run a study now and after every save, until Ctrl-C.

    Reads and writes what run does, and results/STUDY.live/report.html, a copy of the report that follows in an open
    browser and is gone at the end. A save with a fault is told, and the last answer stays.
    """
    from consilience.api.watching import Page, watched

    [folder] = folders([study], forecasts)
    page, opened = Page(folder, results), False
    try:
        with asking(), writing(), printing.progress(folder.name) as progress:
            for outcome in watched(folder, results, progress=progress, answered=printing.answer):
                printing.outcome(outcome)
                if page.follow(outcome) and not opened:
                    opened = True
                    typer.echo(f"Open it to see it follow: {page.path}")
                typer.echo(f"Watching {folder}. To end it: Ctrl-C\n")
    except KeyboardInterrupt:
        typer.echo("No longer watched.")
    finally:
        page.end()


@app.command(cls=_Saying)
def add(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its name below forecasts/.")],
    question: Annotated[str, typer.Argument(help="Name of the question, or question=option.")],
    forecaster: Annotated[str, typer.Argument(help="Who says it.")],
    estimate: Annotated[str, typer.Argument(help='What is said: "10-20%", "1 in 6", "<1%", "5% [0.1%, 40%]".')],
    date: Annotated[str, typer.Option(help="Date of the statement, YYYY-MM-DD. Default: today.")] = "",
    group: Annotated[str, typer.Option(help="The panel that the forecaster belongs to.")] = "",
    kind: Annotated[str, typer.Option(help="person, survey, aggregate, model or base_rate. Default: person.")] = "",
    source: Annotated[str, typer.Option(help="Where it was said.")] = "",
    note: Annotated[str, typer.Option(help="A remark.")] = "",
    file: Annotated[str | None, typer.Option(help="File in estimates/ to append to. Default: added.csv.")] = None,
    forecasts: Folder = Path("forecasts"),
) -> None:
    """Append one estimate to a study.

    Reads the study, and writes estimates/added.csv or --file if the study is without errors afterwards. An estimate
    that begins with a dash goes after --.
    """
    from consilience.problems import StudyError
    from consilience.study import append_estimate

    [folder] = folders([study], forecasts)
    try:
        with writing():
            path, line = append_estimate(
                folder,
                question,
                forecaster,
                estimate,
                date=date or dt.date.today(),
                group=group,
                kind=kind,
                source=source,
                note=note,
                file=file,
            )
    except StudyError as error:
        printing.problems({folder: error.problems})
        raise typer.Exit(AT_FAULT) from None
    printing.added(path, line, folder)


@app.command("import", cls=_WithFormats)
def import_(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="Which kind of file: one of those listed below.")],
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files, archives, folders; with --online, https://…")
    ],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its name below forecasts/.")],
    map: Annotated[
        Path | None, typer.Option("--map", metavar="TOML", help="[questions] by the platform's ids, [columns] renamed.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the files, such as windows-1252. Default: UTF-8.")] = None,
    pseudonyms: Annotated[
        Path | None, typer.Option(metavar="SECRET", help="Give persons other names, by a secret that is made and kept.")
    ] = None,
    online: Annotated[bool, typer.Option("--online", help="Let the platform be asked over the network.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in, and write nothing.")] = False,
    forecasts: Folder = Path("forecasts"),
) -> None:
    """Import other people's forecasts into a study.

    Reads what a platform exported, or others published; writes study.toml for questions that are new,
    estimates/FORMAT.csv, and resolutions.csv where outcomes are known. A study is made where there is none, and rows
    that it has are not added again. Records that are broken are listed, the rest is imported, and the command ends
    with 1; nothing is written where a file cannot be read at all.
    """
    from consilience.importers import IMPORTERS, import_study
    from consilience.problems import StudyError

    if format not in IMPORTERS:
        raise wrong("there is no such format", f"write one of {', '.join(IMPORTERS)}", format)
    target = study if len(study.parts) > 1 else forecasts / study
    try:
        with writing():
            done = import_study(
                format,
                files,
                target,
                map=map,
                encoding=encoding,
                pseudonyms=pseudonyms,
                online=online,
                dry_run=dry_run,
            )
    except StudyError as error:
        printing.problems({Path(files[0]): error.problems})
        raise typer.Exit(AT_FAULT) from None
    printing.imported(done)
    if done.left_behind:
        raise typer.Exit(AT_FAULT)


@app.command()
def export(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its name below forecasts/.")],
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="Which kind of file, such as csv or bibtex; or paper.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    forecasts: Folder = Path("forecasts"),
    results: Annotated[Path, typer.Option(metavar="DIR", help="Where results are.")] = Path("results"),
) -> None:
    """Write the published answer as another program's file, or a paper.

    Reads the study and results/STUDY/, and writes the file; nothing is fitted. The format paper is a folder with
    charts, tables, methods and references; files of your own in it stay. Where under three people are known to
    stand behind an answer (a survey of unstated size is a voice, and no number of people), a population's lies
    beyond everybody's own numbers, or these leave open how low or how high it lies, they are written, by name, and no
    population's.
    """
    from consilience.api.exporting import export as export_answer
    from consilience.exporters import FORMATS
    from consilience.problems import StudyError

    if format not in FORMATS:
        raise wrong("there is no such format", f"write one of {', '.join(FORMATS)}", format)
    [folder] = folders([study], forecasts)
    try:
        with writing(), asking():
            typer.echo(str(export_answer(folder, format, file, results)))
    except StudyError as error:
        printing.problems({folder: error.problems})
        raise typer.Exit(AT_FAULT) from None


@app.command()
def new(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Name of the study, and of its folder.")],
    forecasts: Folder = Path("forecasts"),
) -> None:
    """Write the skeleton of a study.

    Writes forecasts/STUDY/study.toml and a file of estimates; nothing is overwritten.
    """
    from consilience.problems import StudyError
    from consilience.study import new_study

    try:
        with writing():
            folder = new_study(forecasts, study)
    except StudyError as error:
        printing.problems({forecasts / study: error.problems})
        raise typer.Exit(AT_FAULT) from None
    printing.created(folder)


Names = Annotated[list[str] | None, typer.Argument(metavar="[STUDY]...", help="Studies. Default: all with results.")]
Results = Annotated[Path, typer.Option("--results", metavar="DIR", help="Where results are.")]


@app.command()
def runs(studies: Names = None, results: Results = Path("results")) -> None:
    """List every answer that was published of a study, the oldest first.

    Reads results/STUDY/history/, writes nothing.
    """
    from consilience.api.history import runs as runs_of

    known = with_history(results)
    for name in studies or known:
        with asking():
            printing.runs(published_study(name, known, results), runs_of(name, results))


@app.command()
def show(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[STUDY] [RUN]", help="Which. Default: the only study, the last run.")
    ] = None,
    results: Results = Path("results"),
) -> None:
    """Print a published answer: the last, or any before it by its number or its digest.

    Reads results/STUDY/history/, writes nothing.
    """
    from consilience.api.history import run_of

    study, asked = study_and_runs(names or [], results, most=1)
    with asking():
        printing.published(study, run_of(study, (asked or ["last"])[0], results))


@app.command()
def diff(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[STUDY] [BEFORE] [AFTER]",
            help="Runs by number or digest, first or last. Default: what the last run changed.",
        ),
    ] = None,
    results: Results = Path("results"),
) -> None:
    """Compare two published answers: what moved, and the statements that came, went or changed.

    Reads results/STUDY/history/, writes nothing.
    """
    from consilience.api.history import runs as runs_of
    from consilience.history.archive import find
    from consilience.history.moved import Difference

    study, asked = study_and_runs(names or [], results, most=2)
    with asking():
        known = runs_of(study, results)
        if not asked:
            asked = [str(run.number) for run in known[-2:-1]] or ["last"]
        before, after = (find(known, name, study) for name in [*asked, "last"][:2])
        printing.difference(study, before, after, Difference(before.record, after.record))
