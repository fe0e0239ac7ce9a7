"""The folder of results: complete, one story in every file, and replaced as a whole or not at all."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from consilience.exporters.tidy import tidy_csv
from consilience.frames import SUMMARY_TITLES, probability_below
from consilience.notation import format_interval
from consilience.report import results as results_module
from consilience.report.results import write_results
from consilience.report.tables import markdown_text, summary_csv, summary_json, summary_markdown
from tests.builders.files import bytes_below
from tests.builders.fits import TOML, synthetic_fit, write_study
from tests.report.conftest import draw_one_chart

LEVELS = ("value", "low", "low50", "high50", "high")
RECORD = {"study": "floods", "key": "k", "stands_until": None}
FIGURES = ["overview", *(f"flood-{kind}" for kind in ("statements", "groups", "pools", "prior-posterior"))]


def test_every_file_is_there_and_listed(results: Path) -> None:
    record = json.loads((results / "provenance.json").read_text("utf-8"))
    kept = {name for name in bytes_below(results) if name.startswith("history/")}
    assert len(kept) == 2
    there = set(bytes_below(results)) - {"provenance.json"} - kept
    assert set(record["files"]) == there
    assert there == {
        *("summary.csv", "summary.json", "summary.md", "report.html", "fit.nc"),
        *(f"charts/{name}.{form}" for name in FIGURES for form in ("svg", "png", "pdf", "html", "vl.json")),
        *(f"charts/{name}-column.svg" for name in FIGURES),
    }
    assert all((results / name).stat().st_size > 0 for name in there)


def test_provenance_says_where_it_came_from(results: Path, fit) -> None:
    record = json.loads((results / "provenance.json").read_text("utf-8"))
    assert record.items() >= {**RECORD, "seed": 1, "chains": 4, "sampler": "numpy"}.items()
    assert record["versions"] == fit.provenance["versions"]
    assert record["diagnostics"]["r_hat"] == {
        "worst": 1.002,
        "bound": 1.01,
        "passed": True,
        "where": "flood, all, median",
    }


def test_the_table_the_record_and_the_page_say_the_same(results: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((results / "summary.csv").read_text("utf-8"))))
    record = json.loads((results / "summary.json").read_text("utf-8"))
    page = (results / "summary.md").read_text("utf-8").splitlines()
    assert len(rows) == 2 * 3 * 4
    for question in record["questions"]:
        by_group = {"all": question["summaries"], **question["groups"]}
        for row in (row for row in rows if row["question"] == question["question"]):
            said = by_group[row["group"]][row["summary"]]
            assert {name: float(row[name]) for name in LEVELS} == said
            if row["group"] == "all":
                assert (row["question_title"], int(row["statements"])) == (question["title"], question["statements"])
        (line,) = [line for line in page if line.startswith(f"| {question['title']} |")]
        labels = [
            format_interval(*(question["summaries"][name][end] for end in LEVELS[:2] + LEVELS[4:]))
            for name in SUMMARY_TITLES
        ]
        # Of what two people said there is no population's number, but a what-if after the columns that are left empty.
        few = question["leads"] == "voices"
        labels = [*([""] * len(labels) if few else labels), labels[0] if few else ""]
        assert line == f"| {question['title']} | {markdown_text(question['voices'])} | {' | '.join(labels)} |"


def test_intervals_are_nested_and_the_threshold_is_answered(results: Path) -> None:
    record = json.loads((results / "summary.json").read_text("utf-8"))
    assert (record["outcome"], record["headline"], record["threshold"]) == ("flood", "median", 0.1)
    for question in record["questions"]:
        assert 0 <= question["probability_below_threshold"] <= 1
        for group in (question["summaries"], *question["groups"].values()):
            for summary in group.values():
                low, low50, value, high50, high = (
                    summary[name] for name in ("low", "low50", "value", "high50", "high")
                )
                assert 0 < low < low50 < value < high50 < high < 1


def test_the_share_below_the_threshold_is_of_the_summary_that_leads(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML.replace("threshold =", 'headline = "mean"\nthreshold =')))
    (flood,) = [record for record in json.loads(summary_json(fit))["questions"] if record["question"] == "flood"]
    of_mean, of_median = (probability_below(fit, "flood", 0.1, summary) for summary in ("mean", "median"))
    assert of_mean != of_median
    assert flood["probability_below_threshold"] == of_mean


def test_the_same_draws_give_the_same_bytes(fit, tmp_path: Path) -> None:
    again = synthetic_fit(write_study(tmp_path / "floods"))
    for table in (summary_csv, summary_json, summary_markdown):
        assert table(again) == table(fit)


def test_summary_page(results: Path, snapshot) -> None:
    assert (results / "summary.md").read_text("utf-8") == snapshot


def test_a_group_of_those_who_named_none_is_told_from_all(tmp_path: Path) -> None:
    rows = "flood,ada,2025-01-15,10%,,,s,\nflood,bo,2025-01-15,20%,coast,,s,\n"
    record = json.loads(summary_json(synthetic_fit(write_study(tmp_path / "floods", rows=rows))))
    assert list(record["questions"][0]["groups"]) == ["", "coast"]


def test_the_table_of_numbers_says_whose_each_is_and_which_is_the_answer(tmp_path: Path) -> None:
    rows = "".join(f"flood,{name},2025-01-15,10%,coast,,s,\n" for name in ("ada", "bo", "cem"))
    fit = synthetic_fit(write_study(tmp_path / "floods", rows=rows + "drought,ada,2025-01-15,20%,,,s,\n"))
    found = list(csv.DictReader(io.StringIO(summary_csv(fit))))
    # What one voice says is her own number, and none of a population's.
    assert [(row["question"], row["group"], row["summary"]) for row in found if row["leads"] == "True"] == [
        ("flood", "all", "median")
    ]
    assert {(row["question"], row["whose"], row["who"]) for row in found} == {
        ("flood", "population", "inferred from 3 voices"),
        ("drought", "population", "inferred from 1 voice"),
    }


VOICES = {
    "three": "".join(f"flood,{name},2025-01-15,10%,coast,,s,\n" for name in ("ada", "bo", "cem")),
    "camps": "".join(f"flood,f{place},2025-01-15,{said},,,s,\n" for place, said in enumerate(("0.1%", "90%") * 3)),
    "one": "flood,ada,2025-01-15,10%,,,s,\n",
    "a survey": "flood,them,2025-01-15,n=40 median=5%,public,survey,s,\n",
    "a survey of unstated size": "flood,them,2025-01-15,median=5%,,survey,s,\n",
    "groups": "".join(f"flood,{name},2025-01-15,10%,{name[0]},,s,\n" for name in ("aa", "ab", "ac", "ba", "bb")),
    "a record": "flood,gauge,2025-01-15,3 of 100,,base_rate,s,\n",
}


@pytest.mark.parametrize("headline", ["median", "mean"])
@pytest.mark.parametrize("name", VOICES)
def test_both_tables_of_numbers_say_the_same_of_whose_each_is(name: str, headline: str, tmp_path: Path) -> None:
    toml = TOML.replace("threshold =", f'headline = "{headline}"\nthreshold =')
    fit = synthetic_fit(write_study(tmp_path / "floods", toml, VOICES[name] + "drought,ada,2025-01-15,20%,,,s,\n"))
    keys = ("question", "group", "summary", "whose", "who", "leads")
    summary = {tuple(row[key] for key in keys) for row in csv.DictReader(io.StringIO(summary_csv(fit)))}
    exported = [row for row in csv.DictReader(io.StringIO(tidy_csv(fit).data.decode())) if row["whose"] == "population"]
    told = {tuple(row[{"summary": "basis"}.get(key, key)] for key in keys) for row in exported}
    assert told <= summary
    assert {row for row in summary if row[-1] == "True"} == {row for row in told if row[-1] == "True"}


@pytest.fixture(scope="module")
def written_once(fit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results with one chart, to be copied."""
    folder = tmp_path_factory.mktemp("earlier") / "floods"
    with pytest.MonkeyPatch.context() as patch:
        draw_one_chart(patch)
        write_results(fit, folder, RECORD)
    return folder


@pytest.mark.usefixtures("one_chart")
class TestReplacing:
    @pytest.fixture
    def earlier(self, written_once: Path, tmp_path: Path) -> Path:
        shutil.copytree(written_once, tmp_path / "floods")
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "summary.md").write_text("another study")
        return tmp_path

    def test_new_results_replace_earlier_ones_whole(self, earlier: Path) -> None:
        (earlier / "floods" / "stray.txt").write_text("left behind")
        write_results(synthetic_fit(write_study(earlier / "forecasts" / "floods"), seed=2), earlier / "floods", RECORD)
        assert json.loads((earlier / "floods" / "provenance.json").read_text())["seed"] == 2
        assert not (earlier / "floods" / "stray.txt").exists()
        assert {path.name for path in earlier.iterdir()} == {"floods", "other", "forecasts"}

    @pytest.mark.parametrize("error", [OSError("disk full"), ValueError("a bug"), KeyboardInterrupt()])
    @pytest.mark.parametrize(
        "writer",
        ["summary_csv", "summary_json", "summary_markdown", "report_html", "write_fit", "_write_provenance"],
    )
    def test_what_fails_on_the_way_leaves_the_earlier_results_alone(
        self, earlier: Path, fit, monkeypatch: pytest.MonkeyPatch, writer: str, error: BaseException
    ) -> None:
        def fail(*_: object) -> None:
            raise error

        before = bytes_below(earlier)
        monkeypatch.setattr(results_module, writer, fail)
        with pytest.raises(type(error)):
            write_results(fit, earlier / "floods", RECORD)
        assert bytes_below(earlier) == before
        assert {path.name for path in earlier.iterdir()} == {"floods", "other"}

    def test_a_chart_that_fails_leaves_the_earlier_results_alone(self, earlier: Path, fit, monkeypatch) -> None:
        def fail(*_: object) -> None:
            raise OSError("no room")

        # Else it is kept, and nothing can fail.
        (earlier / "floods" / "charts" / "overview.svg").unlink()
        before = bytes_below(earlier)
        monkeypatch.setattr("consilience.charts.save_chart", fail)
        with pytest.raises(OSError, match="no room"):
            write_results(fit, earlier / "floods", RECORD)
        assert bytes_below(earlier) == before
        assert {path.name for path in earlier.iterdir()} == {"floods", "other"}

    @pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
    def test_a_rename_that_fails_puts_the_earlier_results_back(self, earlier: Path, fit, monkeypatch, error) -> None:
        before = bytes_below(earlier)
        monkeypatch.setattr("consilience.study.writing.replacing._exchange", lambda *_: False)
        rename = Path.rename

        def refuse(path: Path, target: Path) -> Path:
            if Path(target).name == "floods" and not path.name.endswith(".earlier"):
                raise error
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(error):
            write_results(fit, earlier / "floods", RECORD)
        assert bytes_below(earlier) == before
        assert {path.name for path in earlier.iterdir()} == {"floods", "other"}

    def test_results_can_be_read_by_others(self, written_once: Path) -> None:
        assert written_once.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", "a\\|b"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("[a](http://b)", "\\[a\\](http://b)"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("a\\|b", "a\\\\\\|b"),
        ("two\nlines  here", "two lines here"),
    ],
)
def test_markdown_takes_no_text_for_mark_up(text: str, escaped: str) -> None:
    assert markdown_text(text) == escaped
