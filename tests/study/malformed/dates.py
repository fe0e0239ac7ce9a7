"""Days as platforms, mail, people and mistakes write them."""

from tests.study.malformed.kit import Files, rows, study


def on(*dates: str) -> Files:
    return study(rows(*(f'flood,Person {number},"{date}",10%' for number, date in enumerate(dates, 1))))


CASES: dict[str, Files] = {
    "with the name of a zone": on("2025-01-15 09:30 UTC", "2025-01-15 09:30 EST", "2025-01-15T09:30 Europe/Berlin"),
    "a zone's name of two meanings": on("2025-01-15 09:30 IST", "2025-01-15 09:30 CST"),
    "seconds and milliseconds since 1970": on("1736933400", "1736933400000", "1736933400.25"),
    "as mail writes them": on("Wed, 15 Jan 2025 09:30:00 +0000", "Wed Jan 15 09:30:00 2025"),
    "as people write them": on("5 Jan 2025", "January 5, 2025", "Jan 2025", "5th January 2025", "15-Jan-2025"),
    "a name of a month in another language": on("5. Januar 2025", "5 janvier 2025"),
    "quarters, seasons and about": on("Q3 2024", "2024-Q3", "summer 2024", "mid 2024", "c. 2024", "2024?"),
    "of two ages": on("05/01/2025"),
    "two digits for the year": on("15/01/25", "15 Jan '25", "25-01-15"),
    "years that cannot be": on("0205-01-15", "20255-01-15", "1025-01-15", "1825-01-15", "0000-01-15", "9999-12-31"),
    "days that are not": on("2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-01-15 25:00"),
    "times without a zone": on("2025-01-15 09:30", "2025-01-15T23:59:59"),
    "a range of days": on("2025-01-15/2025-01-20", "2025-01-15 to 2025-01-20"),
    "words": on("today", "yesterday", "n/a", "TBD", "-"),
    "a spreadsheet's number of a day": on("45672", "45672.5"),
    "withdrawn before it was said": study(
        rows("flood,Ada Quill,2025-01-15,10%,,,2024-01-15,a letter,", "flood,Bo,2025-01-15,10%,,,soon,a letter,")
    ),
}
