"""``consilience runs``, ``show`` and ``diff``."""

from pathlib import Path

import pytest

from tests.builders.fits import HEADER, write_study


@pytest.fixture
def twice(command, floods, sampler):
    """Two runs: another seed for another answer, with a row more."""
    assert command("run").exit_code == 0
    (floods / "estimates" / "b.csv").write_text(f"{HEADER}flood,eve,2025-01-20,3%,coast,,a talk,\n")
    assert command("run", "--seed", "2").exit_code == 0
    return floods


def test_runs_show_and_diff(command, twice, project):
    listed = command("runs").stdout.splitlines()
    assert listed[0] == "floods"
    assert listed[1].split() == ["Run", "Published", "Answer", "Statements", "The", "answer"]
    one, two = (line.split() for line in listed[2:])
    assert (one[0], one[3], two[0], two[3]) == ("1", "6", "2", "7")

    last, earlier = command("show").stdout, command("show", one[2]).stdout
    assert last.startswith(f"floods, run 2, published {two[1]}, answer {two[2]}\nFloods\n")
    assert earlier.startswith(f"floods, run 1, published {one[1]}, answer {one[2]}\nFloods\n")
    assert "b.csv  sha256 " in last
    assert "b.csv" not in earlier

    told = command("diff").stdout
    assert told == command("diff", "floods", "1", "2").stdout == command("diff", "first").stdout
    assert told.splitlines()[0] == f"floods, from run 1 ({one[1]}) to run 2 ({two[1]})"
    assert "Came: eve on A flood: 3%." in told
    # The stand-in draws around one number, whatever was said.
    assert "A flood: no change beyond simulation noise, median forecaster " in told
    assert "Went: eve on A flood: 3%." in command("diff", "2", "1").stdout
    assert "Nothing that counts came" in command("diff", "2", "2").stdout

    (twice.parents[1] / "results" / "floods" / "history" / "x.json.gz").write_text("")
    wrong = command("show", "7")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "there is no answer '7' of floods" in wrong.stderr
    assert command("diff", "fires", "1", "2").exit_code == 2
    assert command("diff", "1", "2", "3").exit_code == 2

    for file in Path("results/floods/history").glob("*.json.gz"):
        file.write_bytes(b"torn")
    torn = command("runs")
    assert torn.exit_code == 0
    assert torn.stdout.count("damaged") == 2
    damaged = command("diff")
    assert (damaged.exit_code, damaged.stdout) == (2, "")
    assert damaged.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["runs", "show", "diff"])
def test_before_any_run_there_is_nothing_to_tell(command, project, name):
    result = command(name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: no answer was published in results/ yet. To mend it: run: consilience run.\n"


def test_of_several_studies_one_is_named(command, floods, project, sampler):
    write_study(project / "forecasts" / "fires")
    assert command("run").exit_code == 0
    assert command("show").exit_code == 2
    assert command("show", "1").exit_code == 2
    for name in ("show", "runs", "diff"):
        misspelt = command(name, "firs")
        assert (misspelt.exit_code, misspelt.stdout) == (2, "")
        assert "is called 'firs'. To mend it: write 'fires' if that is meant" in misspelt.stderr
    assert command("show", "fires").stdout.startswith("fires, run 1")
    assert command("show", "forecasts/floods", "last").stdout.startswith("floods, run 1")
    assert [line for line in command("runs").stdout.splitlines() if line in ("fires", "floods")] == ["fires", "floods"]
    # A study of one run: nothing before it.
    assert "Nothing that counts" in command("diff", "fires").stdout


def test_a_run_as_of_an_earlier_day(command, floods, sampler):
    result = command("run", "--as-of", "2025-01-16")
    assert result.exit_code == 0
    assert result.stdout.startswith("Floods, as of 2025-01-16\n")
    assert Path("results/floods@2025-01-16/report.html").is_file()
    assert command("show", "floods@2025-01-16").exit_code == 0
    for wrong in ("tomorrow", "16.1.2025", "2999-01-01"):
        refused = command("run", "--as-of", wrong)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "To mend it: " in refused.stderr
