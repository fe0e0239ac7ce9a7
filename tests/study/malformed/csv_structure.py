"""Tables that are not quite tables: quoting, lengths, headers, control characters, and what spreadsheets do."""

from tests.study.malformed.kit import GOOD, HEADER, Files, rows, study

LONG = "flood,Ada Quill,2025-01-15,10%,,,,"

CASES: dict[str, Files] = {
    "a header in capitals": study(GOOD.replace(HEADER, HEADER.upper())),
    "a header in title case with blanks": study(
        "Question , Forecaster, Date,Estimate,Source\nflood,Ada Quill,2025-01-15,10%,a letter\n"
    ),
    "a header in German": study("Frage,Person,Datum,Schätzung\nflood,Ada Quill,2025-01-15,10%\n"),
    "headers by other names": study("event,expert,when,probability,ref\nflood,Ada Quill,2025-01-15,10%,a letter\n"),
    "no header at all": study("flood,Ada Quill,2025-01-15,10%\nflood,Bo Rask,2025-01-15,20%\n"),
    "the header twice": study(GOOD + HEADER + "flood,Cy Noor,2025-01-15,30%,,,,a letter,\n"),
    "a title line above the header": study("Round one of the flood panel,,,,,,,,\n" + GOOD),
    "empty columns at the right": study(
        "question,forecaster,date,estimate,source,,,\nflood,Ada Quill,2025-01-15,10%,a letter,,,\n"
    ),
    "an index column": study(",question,forecaster,date,estimate\n0,flood,Ada Quill,2025-01-15,10%\n"),
    "a column twice": study("question,forecaster,date,estimate,note,note\nflood,Ada Quill,2025-01-15,10%,one,two\n"),
    "a quote that is never closed": study(HEADER + LONG + '"a letter\nflood,Bo Rask,2025-01-15,20%,,,,,\n'),
    "a quote within a field": study(rows('flood,Ada "the seer" Quill,2025-01-15,10%')),
    "typographic quotes around a comma": study(HEADER + LONG + "“Letter, 3 May”,\n"),
    "a comma in a name without quotes": study(HEADER + "flood,Quill, Ada,2025-01-15,10%,,,,a letter,\n"),
    "a note with a line break": study(HEADER + LONG + 'a letter,"first\nsecond"\nflood,Bo,2025-01-15,oops,,,,x,\n'),
    "lines that end in CR only": study(GOOD.replace("\n", "\r")),
    "a field of a million letters": study(HEADER + "flood," + "A" * 1_000_000 + ",2025-01-15,10%,,,,a letter,\n"),
    "control characters": study(rows("flood,Ada\x1b[31m Quill,2025-01-15,10%", "flood,Bo\x07,2025-01-15,1\x000%")),
    "a formula in a name": study(rows('flood,"=HYPERLINK(""http://x"",""Ada"")",2025-01-15,10%')),
    "a formula in an estimate": study(rows("flood,Ada Quill,2025-01-15,=1/10", "flood,Bo Rask,2025-01-15,#DIV/0!")),
    "an Excel separator line": study("sep=;\n" + GOOD.replace(",", ";")),
    "comment lines": study("# round one\n" + GOOD + "# nobody else answered\n"),
    "a total line at the end": study(GOOD + "Mean,,,15%,,,,,\n"),
    "only empty lines after the header": study(HEADER + ",,,,,,,,\n,,,,,,,,\n"),
    "invisible letters in a name": study(
        rows("flood,Ada\u200b Quill,2025-01-15,10%", "flood,Ada Quill,2025-01-15,20%")
    ),
    "right-to-left marks": study(rows("flood,Ada \u202eQuill\u202c,2025-01-15,10%")),
    "a Markdown table": study(
        "| question | forecaster | date | estimate |\n|---|---|---|---|\n| flood | Ada | 2025-01-15 | 10% |\n"
    ),
    "JSON under the name of a CSV": study('[{"question": "flood", "forecaster": "Ada", "estimate": "10%"}]\n'),
    "HTML under the name of a CSV": study("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"),
    "a spreadsheet under the name of a CSV": study(b"PK\x03\x04\x14\x00\x06\x00\x08\x00"),
    "a Git LFS pointer": study(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943\nsize 12345\n"
    ),
    "conflict markers of a merge": study(
        GOOD + "<<<<<<< HEAD\nflood,Cy,2025-01-15,5%,,,,x,\n=======\nflood,Cy,2025-01-15,6%,,,,x,\n>>>>>>> other\n"
    ),
}
