"""What users bring beside the platforms' own files: other spellings, addresses, headings elsewhere, blank cells.

Each was found with files written before the importers were read.
"""

import json
from pathlib import Path

import pytest

from consilience.importers import Imported, import_study
from consilience.problems import StudyError
from consilience.study import read_resolutions, read_study
from tests.builders.files import bytes_below


@pytest.fixture
def bring(tmp_path: Path):
    """Import one text with a mapping file of some text."""

    def bring(format: str, text: str | bytes, mapping: str = "", name: str = "file.csv", **options: object) -> Imported:
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
        return import_study(format, tmp_path / name, tmp_path / "study", map=tmp_path / "map.toml", **options)

    return bring


def said(done: Imported) -> list[tuple[str, str]]:
    return [(row.forecaster, row.said) for row in read_study(done).rows]


def told(done: Imported) -> str:
    return " ".join(f"{problem.why} {problem.remedy}" for problem in done.problems)


MAP = 'person = "Who"\nunit = "percent"\n[questions]\nP = "event"\n'
TRACK = "question,forecaster,timestamp,probability\n"


def test_addresses_of_who_answered_in_private_are_kept_of_nobody(bring, tmp_path: Path) -> None:
    rows = "Who,P\nada@example.org,10\n203.0.113.4,20\nBo,30\n"
    done = bring("survey", rows, MAP)
    assert said(done) == [("Bo", "30%")]
    assert ["an e-mail address" in done.left_behind[0].why, "of a computer" in done.left_behind[1].why] == [True, True]
    assert "--pseudonyms" in told(done)
    assert b"example.org" not in b"".join(map(bytes, bytes_below(done.study).values()))
    hidden = import_study(
        "survey", tmp_path / "file.csv", tmp_path / "other", map=tmp_path / "map.toml", pseudonyms=tmp_path / "secret"
    )
    assert hidden.estimates == 3
    assert not hidden.left_behind


def test_addresses_as_groups_are_left_behind_too(bring) -> None:
    done = bring("survey", "Who,IP,P\nAda,203.0.113.4,10\nBo,red,20\n", f'group = "IP"\n{MAP}')
    assert said(done) == [("Bo", "20%")]


def test_names_that_a_platform_shows_to_everybody_stay_and_are_told(bring) -> None:
    done = bring("resolved-forecasts", f"{TRACK}q,ada@example.org,2026-01-01,0.1\n")
    assert said(done) == [("ada@example.org", "10%")]
    assert "--pseudonyms before the study is published" in told(done)


def test_one_name_in_two_encodings_of_its_accent_is_one_person(bring) -> None:
    done = bring("survey", "Who,P\nZoe\u0301,10\nZo\u00e9,10\n", MAP)
    assert said(done) == [("Zo\u00e9", "10%")]


def test_rows_without_a_number_are_told_by_their_lines(bring) -> None:
    done = bring("resolved-forecasts", f"{TRACK}q,ada,2026-01-01,0.1\nq,bo,2026-01-01,NA\nq,cy,2026-01-01,\n")
    assert "2 rows say no number, and nothing was read of it (lines 3, 4)" in told(done)


def test_a_row_that_no_study_can_hold_is_told_with_who_said_it_of_what(bring) -> None:
    done = bring("survey", "Who,P\nAda,10\nBo,lots\n", MAP)
    assert "what 'Bo' said of 'event' was left behind" in told(done)


def test_headings_below_a_title_are_found(bring) -> None:
    done = bring("survey", "Our survey,\n,\nWho,P\nAda,10\n", MAP)
    assert said(done) == [("Ada", "10%")]
    assert "the headings are on line 3; line 1 above was not read" in told(done)


def test_headings_on_two_lines_are_refused_with_where_they_stand(bring) -> None:
    with pytest.raises(StudyError, match=r"'P' not found.*it stands on line 2.*put all headings on one line"):
        bring("survey", "Who,Probability of\n,P\nAda,10\n", MAP)


@pytest.mark.parametrize("heading", ["submitdate", "Date submitted", "submitdate. Date submitted"])
def test_limesurvey_heads_its_columns_by_codes_or_words(bring, heading: str) -> None:
    rows = f'"Response ID";"{heading}";"P"\n"1";"2026-02-01 10:00:00";"10"\n"2";;"20"\n'
    done = bring("limesurvey", rows, MAP.removeprefix('person = "Who"\n'))
    assert said(done) == [("1", "10%")]


def test_a_platforms_heading_in_another_language_is_told_with_the_table_it_belongs_in(bring) -> None:
    with pytest.raises(StudyError, match=r"under \[columns\]: 'submitdate' ="):
        bring("limesurvey", '"id";"Datum abgeschickt";"P"\n"1";"2026-02-01";"10"\n', MAP.partition("\n")[2])


def test_american_zones_of_google_forms_have_one_reading(bring) -> None:
    done = bring("google-forms", "Timestamp,Who,P\n2026/01/15 11:30:00 PM EST,Ada,10\n", MAP)
    assert read_study(done).rows[0].date_said == "2026-01-16T04:30:00Z"


def test_days_of_unproven_order_are_told_and_read_as_declared(bring) -> None:
    rows = f"{TRACK}q,ada,1/2/2026 9:30,0.1\n"
    with pytest.raises(StudyError, match='say dates = "day/month/year" or "month/day/year"'):
        bring("resolved-forecasts", rows)
    done = bring("resolved-forecasts", rows, 'dates = "day/month/year"\n')
    assert read_study(done).rows[0].date_said == "2026-02-01T09:30:00Z"


def test_decimal_commas_in_a_platforms_table_are_told_and_read_as_declared(bring) -> None:
    rows = f"{TRACK}q,ada,2026-01-01,0.1\nq,bo,2026-01-01,0.2\n".replace(",", ";").replace("0.", "0,")
    with pytest.raises(StudyError, match='say decimal = ","'):
        bring("resolved-forecasts", rows)
    assert said(bring("resolved-forecasts", rows, 'decimal = ","\n')) == [("ada", "10%"), ("bo", "20%")]


def test_a_day_in_the_mapping_file_needs_no_quotation_marks(bring) -> None:
    done = bring("shelf", '"","Ada"\n"M",10\n"Q1",5\n"Q3",20\n', 'unit = "percent"\ndate = 2026-01-05\n', "flood.csv")
    assert read_study(done).rows[0].date_said == "2026-01-05"


MARKET = {"id": "m1", "question": "Will it?", "outcomeType": "BINARY", "lastUpdatedTime": 1770000000000}


def test_a_market_without_its_price_is_told_with_what_it_has(bring) -> None:
    markets = [{**MARKET, "probability": 0.1}, {**MARKET, "id": "m2", "probabilty": 0.2}]
    done = bring("manifold", json.dumps(markets), name="file.json")
    assert said(done) == [("Manifold", "10%")]
    assert "'m2': it lacks probability" in told(done)
    assert "did you mean 'probabilty'?" in told(done)


CONDITION = "0x" + "0" * 61
POLYMARKET = {"question": "Will it?", "outcomes": '["Yes", "No"]', "updatedAt": "2026-03-01T10:00:00Z"}


def test_markets_of_an_event_are_told_by_their_whole_ids(bring) -> None:
    whole = {**POLYMARKET, "conditionId": f"{CONDITION}abc", "outcomePrices": '["0.1", "0.9"]'}
    markets = [whole, {**POLYMARKET, "conditionId": f"{CONDITION}def"}]
    markets.append({**whole, "conditionId": f"{CONDITION}fff", "outcomePrices": '["0.1"'})
    done = bring("polymarket", json.dumps([{"title": "All", "markets": markets}]), name="file.json")
    assert said(done) == [("Polymarket", "10%")]
    assert f"'{CONDITION}def': it lacks outcomePrices" in told(done)
    assert f"'{CONDITION}fff': outcomePrices" in told(done)


def test_an_outcome_was_known_when_its_market_closed(bring) -> None:
    dates = {
        "endDate": "2026-12-31T12:00:00Z",
        "closedTime": "2026-02-01 10:00:00+00",
        "umaResolutionStatus": "resolved",
    }
    market = {**POLYMARKET, **dates, "conditionId": CONDITION, "outcomePrices": '["1", "0"]', "closed": True}
    done = bring("polymarket", json.dumps([market]), name="file.json")
    assert [(of.outcome, of.date) for of in read_resolutions(done.study, [])] == [("yes", "2026-02-01T10:00:00Z")]


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(bring, tmp_path: Path) -> None:
    rows = "Who,P\nAda,10\nBo,lots\n"
    tried = bring("survey", rows, MAP, dry_run=True, pseudonyms=tmp_path / "secret")
    assert (tried.estimates, len(tried.left_behind), tried.is_new) == (1, 1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.csv", "map.toml"]
    done = bring("survey", rows, MAP)
    before = bytes_below(done.study)
    more = bring("survey", f"{rows}Cy,20\n", MAP, dry_run=True)
    assert (more.study, more.estimates, more.is_new) == (done.study, 1, False)
    assert bytes_below(done.study) == before
