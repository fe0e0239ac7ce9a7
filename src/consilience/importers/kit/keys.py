"""Names of questions and options in a study, made of what platforms call them."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping

from consilience.study.texts import is_control, skeleton

# Long enough to be recognised, short enough for a column of a table.
_LONGEST = 48
# Two characters before one of them.
_SIGNS = {
    "<=": " at most ",
    "≤": " at most ",
    ">=": " at least ",
    "≥": " at least ",
    "<": " under ",
    ">": " over ",
}
_NO_OPTION = '=/\\:*?"|,'


def slug(text: str) -> str:
    """Make the name of a question of its title: small letters of any script, digits and underscores.

    Examples
    --------
    >>> slug("Platform: AI regulation"), slug("6 month pause"), slug("Wird's für Łódź reichen?")
    ('platform_ai_regulation', '6_month_pause', 'wird_s_fur_lodz_reichen')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    folded = bare.casefold().replace("ł", "l").replace("ø", "o")
    return re.sub(r"[\W_]+", "_", folded).strip("_")


def short_slug(text: str) -> str:
    """Make a name that a table has room for: the first words of a title.

    Examples
    --------
    >>> short_slug("Will the sample event, as defined by the committee, happen by 1 June 2025?")
    'will_the_sample_event_as_defined_by_the'
    """
    whole = slug(text)
    if len(whole) <= _LONGEST:
        return whole
    return whole[: _LONGEST + 1].rpartition("_")[0] or whole[:_LONGEST]


def key_for(title: str, id: str, platform: str, taken: Container[str]) -> str:
    """Name a question that has no name in the study yet.

    Parameters
    ----------
    title, id : str
        The platform's.
    platform : str
    taken : container of str
        Skeletons of the names that there are.

    Returns
    -------
    str
        Made of the title; with the id where the title says nothing, or too little to tell it from others.
    """
    key = short_slug(title) or f"{slug(platform)}_{slug(id)}".strip("_")
    if key and skeleton(key) not in taken:
        return key
    key = f"{key or 'question'}_{slug(id)[-_LONGEST:]}".strip("_")
    number, first = 2, key
    while skeleton(key) in taken:
        key, number = f"{first}_{number}", number + 1
    return key


def with_part(title: str, part: str, *, always: bool = False) -> str:
    """Title of one question of several that a platform asks under one heading, if the part is not said in it.

    Parameters
    ----------
    title, part : str
        The heading, and what tells this question from the others.
    always : bool
        Whether the part is said again although it is said: others have the same title.

    Examples
    --------
    >>> with_part("Which will open?", "Solar"), with_part("Will Solar open?", "solar"), with_part("Who paid?", "AI")
    ('Which will open? (Solar)', 'Will Solar open?', 'Who paid? (AI)')
    """
    is_said = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", title, re.IGNORECASE)
    if not part or (is_said and (not always or title.endswith(f"({part})"))):
        return title
    return f"{title} ({part})" if title else part


def option_names(options: Iterable[str]) -> Mapping[str, str]:
    """Name exclusive options so that they can stand in cells: what they say, less the characters of the notation.

    Examples
    --------
    >>> option_names(["Red", "1,000 or more", "<5", ">5"])
    {'Red': 'Red', '1,000 or more': '1 000 or more', '<5': 'under 5', '>5': 'over 5'}
    """
    names: dict[str, str] = {}
    for option in options:
        said = option
        for sign, words in _SIGNS.items():
            said = said.replace(sign, words)
        said = "".join(" " if c in _NO_OPTION or is_control(c) else c for c in said)
        base = " ".join(said.split())[: _LONGEST * 2].strip(" .") or "option"
        name, number = base, 2
        while skeleton(name) in map(skeleton, names.values()):
            name, number = f"{base} {number}", number + 1
        names[option] = name
    return names
