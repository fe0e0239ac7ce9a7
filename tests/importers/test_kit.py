"""What the kit does for every importer: names, what is there already, outcomes that change, maps, broken rows."""

from pathlib import Path

import pytest

from consilience.importers import Imported, import_study
from consilience.importers.kit import Source, open_sources, records
from consilience.importers.kit.keys import key_for, option_names
from consilience.problems import Problem, StudyError
from consilience.study import check_study, read_resolutions, read_study
from tests.builders.files import bytes_below

HEADER = "question,forecaster,timestamp,probability,outcome,resolved_at,title\n"
METACULUS = "Question ID,Question Title,Question Type,Resolution,Resolution Known Time\n1,Will it?,binary,,\n"
FORECASTS = (
    "Question ID,Forecaster ID,Forecaster Username,Is Bot,Start Time,End Time,Probability Yes,"
    "Probability Yes Per Category,Continuous CDF\n"
)


@pytest.fixture
def track(tmp_path: Path):
    """Import rows as a tidy table."""

    def bring(rows: str, study: str = "study", header: str = HEADER, **options: object) -> Imported:
        file = tmp_path / "file.csv"
        file.write_text(header + rows, "utf-8")
        return import_study("resolved-forecasts", file, tmp_path / study, **options)

    return bring


def said(study: Imported | Path) -> list[tuple[str, str, str]]:
    return [(row.question, row.forecaster, row.said) for row in read_study(study).rows]


# Names.


def test_titles_make_names_that_are_told_apart(track) -> None:
    done = track(
        "1,ada,2020-01-01,0.1,,,Will it rain?\n2,ada,2020-01-01,0.2,,,Will it rain?\n"
        "3,ada,2020-01-01,0.3,,,🎉\n4,ada,2020-01-01,0.4,,,会不会下雨？\n"
        '5,ada,2020-01-01,0.5,,,"Will ""x"" happen\n[question.evil]?"\n'
    )
    assert [question for question, *_ in said(done)] == [
        "will_it_rain",
        "will_it_rain_2",
        "track_record_3",
        "会不会下雨",
        "will_x_happen_question_evil",
    ]
    assert read_study(done).questions["will_x_happen_question_evil"].title == 'Will "x" happen [question.evil]?'
    assert not [problem for problem in check_study(done) if problem.severity == "error"]


def test_a_long_title_is_cut_between_words() -> None:
    key = key_for("Will the Committee on " + "very " * 30 + "long titles report?", "7", "Site", ())
    assert key == "will_the_committee_on_very_very_very_very_very"
    assert (
        key_for("Will the Committee on " + "very " * 30 + "long?", "7", "Site", {key.replace("_", "_")}) == f"{key}_7"
    )


def test_options_lose_what_cells_cannot_hold() -> None:
    names = option_names(["<5", ">5", "5", "a=b", "a,b", "…", "x" * 300])
    assert list(names.values())[:5] == ["under 5", "over 5", "5", "a b", "a b 2"]
    assert all(0 < len(name) <= 100 and not set(name) & set('=/\\:*?"<>|,') for name in names.values())


# Into a study that is there.


@pytest.fixture
def hand_made(tmp_path: Path) -> Path:
    folder = tmp_path / "hand"
    (folder / "estimates").mkdir(parents=True)
    settings = '# By hand.\ntitle = "H"\n[question.takeover]\ntitle = "Takeover"\n[question.first]\ntitle = "F"\n'
    # Without an end of line, as editors leave it.
    (folder / "study.toml").write_text(settings + 'options = ["lab", "state"]', "utf-8")
    rows = "forecaster,question,date,estimate,source\nzoe,takeover,2020-01-01,5%,a call"
    (folder / "estimates" / "resolved_forecasts.csv").write_text(rows, "utf-8")
    return folder


def test_a_study_made_by_hand_keeps_every_byte(track, hand_made: Path) -> None:
    before = bytes_below(hand_made)
    rows = "1,ada,2020-01-01,0.1,yes,2020-05-05,T\n2,bo,2020-01-01,0.2,,,U\n3,cy,2020-01-01,0.3,,,New?\n"
    done = track(rows, "hand", map={"1": "takeover", "2": "first=lab"})
    assert (done.is_new, done.questions, done.estimates, done.outcomes) == (False, 1, 3, 1)
    after = bytes_below(hand_made)
    assert after["study.toml"] == before["study.toml"] + b'\n\n[question.new]\ntitle = "New?"\n'
    # A file of another form is not added to.
    assert after["estimates/resolved_forecasts.csv"] == before["estimates/resolved_forecasts.csv"]
    assert said(hand_made)[1:] == [("takeover", "ada", "10%"), ("first=lab", "bo", "20%"), ("new", "cy", "30%")]
    assert [of.question for of in read_resolutions(hand_made, [])] == ["takeover"]
    # The rows say where they are from: no map is needed a second time.
    again = track(rows, "hand")
    assert (again.questions, again.estimates, again.outcomes) == (0, 0, 0)
    assert bytes_below(hand_made) == after


def test_a_question_that_was_renamed_by_hand_is_found_again(track, tmp_path: Path) -> None:
    done = track("1,ada,2020-01-01,0.1,,,Will it rain?\n")
    for file in ("study.toml", "estimates/resolved_forecasts.csv"):
        path = done.study / file
        path.write_text(path.read_text("utf-8").replace("will_it_rain", "rain"), "utf-8")
    again = track("1,ada,2020-01-01,0.1,,,Will it rain?\n1,bo,2020-01-02,0.2,,,Will it rain?\n")
    assert (again.questions, again.estimates) == (0, 1)
    assert said(done) == [("rain", "ada", "10%"), ("rain", "bo", "20%")]


def test_a_study_with_errors_is_left_alone(track, hand_made: Path) -> None:
    (hand_made / "study.toml").write_text("title =\n", "utf-8")
    before = bytes_below(hand_made)
    with pytest.raises(StudyError, match="is not TOML"):
        track("1,ada,2020-01-01,0.1,,,T\n", "hand")
    assert bytes_below(hand_made) == before


def test_an_option_that_the_study_does_not_have_is_told(hand_made: Path, tmp_path: Path) -> None:
    (tmp_path / "question_data.csv").write_text(
        METACULUS.replace(",Resolution,", ",MC Options (All),Resolution,").replace(
            "1,Will it?,binary,", "1,Who?,multiple_choice,\"['lab', 'nobody']\","
        )
    )
    (tmp_path / "forecast_data.csv").write_text(FORECASTS + '1,5,ada,False,2025-01-01,,,"[0.4, 0.6]",\n')
    files = [tmp_path / "question_data.csv", tmp_path / "forecast_data.csv"]
    done = import_study("metaculus", files, hand_made, map={"1": "first"})
    assert said(hand_made) == [("first=lab", "ada", "40%"), ("takeover", "zoe", "5%")]
    assert [problem.severity for problem in done.problems] == ["warning", "error"]
    assert "question 'first' has no option 'nobody'" in done.problems[0].why


# What changes from one export to the next.


def test_a_forecast_that_was_withdrawn_since_ends(tmp_path: Path) -> None:
    def bring(end: str) -> Imported:
        (tmp_path / "question_data.csv").write_text(METACULUS, "utf-8")
        (tmp_path / "forecast_data.csv").write_text(f"{FORECASTS}1,5,ada,False,2025-01-01,{end},0.4,,\n", "utf-8")
        files = [tmp_path / "question_data.csv", tmp_path / "forecast_data.csv"]
        return import_study("metaculus", files, tmp_path / "study")

    assert bring("").estimates == 1
    assert bring("2025-02-01").estimates == 1
    study = read_study(tmp_path / "study")
    assert [row.said for row in study.as_of("2025-01-15").standing] == ["40%"]
    assert [row.said for row in study.as_of("2025-02-02").standing] == []
    assert {problem.check for problem in study.warnings} == {"nothing_to_fit"}
    # An older export does not undo it.
    assert bring("").estimates == 0
    assert bring("2025-02-01").estimates == 0


def test_an_outcome_that_changed_is_added_and_an_older_one_is_not(track) -> None:
    row = "1,ada,2020-01-01,0.1,{},T\n"
    assert track(row.format("yes,2020-05-05")).outcomes == 1
    assert track(row.format("no,2020-06-06")).outcomes == 1
    done = track(row.format("yes,2020-05-05"))
    assert done.outcomes == 0
    assert [of.outcome for of in read_resolutions(done.study, [])] == ["yes", "no"]


def test_annulled_ambiguous_unknown_and_open_are_told_apart(track) -> None:
    words = ("annulled", "ambiguous", "unknown", "", "NA", "right")
    done = track("".join(f"{n},ada,2020-01-01,0.1,{word},2020-05-05,T{n}\n" for n, word in enumerate(words)))
    found = {of.question: of.outcome for of in read_resolutions(done.study, [])}
    assert found == {"t0": "annulled", "t1": "ambiguous", "t2": "unknown", "t5": "yes"}


# Rows that no study can hold.


def test_broken_rows_are_told_at_their_own_place_and_the_rest_imported(track) -> None:
    done = track(
        "1,ada,2020-01-01,0.1,,,T\n"
        "1,,2020-01-01,0.2,,,T\n"
        "1,bo,2099-01-01,0.3,,,T\n"
        "1,cy,01.02.2020,0.4,,,T\n"
        '1,"dee,2020-01-01,0.5,,,T\n'
        "1,eve,2020-01-01,0.6,,\n"
        "9,mean,2020-01-01,0.7,,,Nobody else spoke\n"
        "1,fay,2020-01-01,0.8,,,T\n"
    )
    assert said(done) == [("t", "ada", "10%"), ("t", "fay", "80%")]
    assert sorted(problem.line or 0 for problem in done.left_behind) == [3, 4, 5, 6, 7, 8]
    assert all((problem.file or "").endswith("file.csv") for problem in done.left_behind)
    # Of the last question no row is left.
    assert list(read_study(done).questions) == ["t"]


def test_one_row_without_a_closing_mark_takes_no_other_with_it() -> None:
    problems: list[Problem] = []
    source = Source("a.csv", b'a,b\n1,"x\n2,y\n3,"two\nlines"\n4,"z"z\n5,w\n')
    rows = list(records(source, ",", problems))
    assert [cells for _, cells in rows] == [["a", "b"], ["2", "y"], ["3", "two\nlines"], ["5", "w"]]
    assert [line for line, _ in rows] == [1, 3, 4, 7]
    assert [problem.line for problem in problems] == [2, 6]


def test_percent_is_not_taken_for_fractions(track) -> None:
    rows = "1,ada,2020-01-01,10,,,T\n1,bo,2020-01-01,1,,,T\n1,cy,2020-01-01,25,,,T\n"
    with pytest.raises(StudyError, match="2 of 3 probabilities are above 1"):
        track(rows)


def test_percent_is_read_where_it_is_said(track, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text('scale = "percent"\n')
    done = track("1,ada,2020-01-01,10,,,T\n1,bo,2020-01-01,1,,,T\n", map=tmp_path / "map.toml")
    assert [row[2] for row in said(done)] == ["10%", "1%"]


def test_day_and_month_are_not_guessed(track) -> None:
    done = track("1,ada,9/1/2020,0.1,,,T\n1,bo,9/30/2020,0.2,,,T\n")
    assert [row.date_said for row in read_study(done).rows] == ["2020-09-01", "2020-09-30"]
    assert "as 9/30/2020 proves" in done.problems[0].why
    with pytest.raises(StudyError, match="day or month may come first"):
        track("1,ada,9/1/2020,0.1,,,T\n", "other")


# The map.


def test_a_map_renames_leaves_out_and_names_its_zone(track, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(
        'title = "Ours"\ntimezone = "America/Denver"\n[columns]\nprobability = "P(event)"\n'
        '[questions]\n1 = "takeover"\n2 = ""\n7 = "x"\n'
    )
    header = HEADER.replace("probability", "P(event)")
    rows = "1,ada,2020-01-01 20:00:00,0.1,,,T\n2,ada,2020-01-01,0.1,,,U\n"
    done = track(rows, header=header, map=tmp_path / "map.toml")
    [row] = read_study(done).rows
    assert (row.question, row.date_said) == ("takeover", "2020-01-02T03:00:00Z")
    assert [problem.why for problem in done.problems] == ["no question of the file is called '7', as [questions] says"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('titel = "x"\n', "unknown key 'titel'"),
        ("[questions]\n1 = 2\n", "'1' in \\[questions\\] should be text"),
        ("questions = 3\n", "questions should be a table"),
        ('timezone = "Mars"\n', "there is no time zone 'Mars'"),
        ("only_mapped = 1\n", "only_mapped should be true or false"),
        ("= 3\n", "this is not TOML"),
        ('scale = "thirds"\n', "scale is 'thirds'"),
        ("only_mapped = true\n", "the mapping file leaves everything out"),
    ],
)
def test_maps_at_fault(track, text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(text)
    with pytest.raises(StudyError, match=why):
        track("1,ada,2020-01-01,0.1,,,T\n", map=tmp_path / "map.toml")
    assert not (tmp_path / "study").exists()


# Pseudonyms.


def test_a_secret_that_is_none_is_refused(track, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short\n")
    with pytest.raises(StudyError, match="fewer than 16 characters"):
        track("1,ada,2020-01-01,0.1,,,T\n", pseudonyms=tmp_path / "secret")
    assert not (tmp_path / "study").exists()


# Files.


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"<html><body>502", "a page of the web"),
        ("a.csv", b"\x1f\x8bxx", "cannot be read"),
        ("a.zip", b"PK\x03\x04xx", "cannot be read"),
        ("a.xlsx", b"PK\x03\x04xx", "a spreadsheet or an archive"),
        ("a.csv", HEADER.encode(), "nothing that somebody said"),
    ],
)
def test_files_that_are_no_tables(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StudyError, match=why):
        import_study("resolved-forecasts", tmp_path / name, tmp_path / "study")
    assert not (tmp_path / "study").exists()


def test_archives_and_folders_are_what_they_hold(tmp_path: Path) -> None:
    import gzip
    import zipfile

    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"a\n")
    (folder / ".hidden").write_bytes(b"h")
    (folder / "README.md").write_bytes(b"r")
    (folder / "b.csv.gz").write_bytes(gzip.compress(b"b\n"))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("inner/c.csv", "c\n")
        archive.writestr("__MACOSX/._c.csv", "x")
        archive.writestr("README.md", "r")
    sources = open_sources([folder, tmp_path / "c.zip"])
    assert [(source.stem, source.data) for source in sources] == [("a", b"a\n"), ("b", b"b\n"), ("c", b"c\n")]


def test_nobody_counts_twice_under_two_names(track, tmp_path: Path) -> None:
    rows = "1,ada,2020-01-01,0.1,,,T\n1,bo,2020-01-02,0.2,,,T\n"
    track(rows, "hidden", pseudonyms=tmp_path / "secret")
    track(rows, "plain")
    before = bytes_below(tmp_path / "hidden"), bytes_below(tmp_path / "plain")
    for study, secret, remedy in (
        ("hidden", None, "name the secret of the earlier import"),
        ("hidden", tmp_path / "other", "name the secret of the earlier import"),
        ("plain", tmp_path / "secret", "leave --pseudonyms out"),
    ):
        with pytest.raises(StudyError, match=remedy):
            track(rows, study, pseudonyms=secret)
    assert (bytes_below(tmp_path / "hidden"), bytes_below(tmp_path / "plain")) == before
    assert track(rows + "1,cy,2020-01-03,0.2,,,T\n", "hidden", pseudonyms=tmp_path / "secret").estimates == 1


def test_what_a_dead_import_left_is_cleared(track, tmp_path: Path) -> None:
    (tmp_path / ".study.import-abcdefgh").mkdir()
    (tmp_path / ".other.import-abcdefgh").mkdir()
    track("1,ada,2020-01-01,0.1,,,T\n")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] == ".") == [".other.import-abcdefgh"]


def test_a_question_that_others_refer_to_may_be_left_out(tmp_path: Path) -> None:
    rows = "Eve,Skeptical,Cyberattacks,0.03,0.15,0.04\nEve,Skeptical,Warning shot,0.03,0.2,0.05\n"
    (tmp_path / "FORECASTS.csv").write_text(f"person,Camp,ID,PU,Pc,PUc\n{rows}")
    done = import_study(
        "fri-adversarial-collaboration", tmp_path / "FORECASTS.csv", tmp_path / "ai", map={"cyberattacks": ""}
    )
    assert said(done) == [
        ("extinction", "Eve", "3%"),
        ("warning_shot", "Eve", "20%"),
        ("extinction | warning_shot", "Eve", "5%"),
    ]


def test_outcomes_written_by_hand_keep_their_columns(track, hand_made: Path) -> None:
    before = "source,question,date,outcome\na call,first,2021-01-01,lab\n"
    (hand_made / "resolutions.csv").write_text(before, "utf-8")
    track("1,ada,2020-01-01,0.1,yes,2020-05-05,T\n", "hand", map={"1": "takeover"})
    text = (hand_made / "resolutions.csv").read_text("utf-8")
    assert text == f"{before}Track record 1,takeover,2020-05-05,yes\n"
    assert [(of.question, of.outcome) for of in read_resolutions(hand_made, [])] == [
        ("first", "lab"),
        ("takeover", "yes"),
    ]


def test_outcomes_that_cannot_be_read_are_not_added_to(track, hand_made: Path) -> None:
    (hand_made / "resolutions.csv").write_text("what,when\na,b\n", "utf-8")
    before = bytes_below(hand_made)
    with pytest.raises(StudyError, match="has the columns 'what', 'when'"):
        track("1,ada,2020-01-01,0.1,yes,2020-05-05,T\n", "hand", map={"1": "takeover"})
    assert bytes_below(hand_made) == before
