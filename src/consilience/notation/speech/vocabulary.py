"""The words of phrases, ready to be looked up: by class and first word, and by the languages that have them."""

import re
from collections.abc import Iterable
from typing import Final

from consilience.notation.speech.asides import ASIDES
from consilience.notation.speech.labels import LABELS
from consilience.notation.speech.numerals import TABLES
from consilience.notation.speech.spreads import SPREADS
from consilience.notation.speech.words import WORDS

_SIGNS: Final = "--"
LANGUAGES: Final = ("en", "de", "fr", "es")
_ALL: Final = frozenset(LANGUAGES)
# Words that turn, split or limit what is said, which nothing may be read past.
_STOPPING = """
over under above below up down near nearly almost max min maximum minimum least most über unter etwa rund circa
environ hasta cerca casi presque exceeding exceeds beyond roughly some only even
missing misses double doubled triple squared square cubed combined joint
a about additional after against al als an and annual annually année another approximately are around assumes
assuming at attributable authors average avoid avoided avoiding año baseline before between bigger billion but by
centuries century change changed compared conditional conditioned day days decade decades decrease decreased
deviation día each et every except excess excluding experts extra falls false fewer flight flights fold forecasters
from given greater half higher hour hours hundred if in increase increased increases is it its jahr jahre jahren
jour kein keine larger launch launches less lesser lifetime log logarithm logit logits logs lower marginal maybe mean
median mehr menos mes mil
mille million millionen minus mission missions moins mois monat month months more más neither never ni nicht no none
nor not o odds oder of ohne on once or other ou out par participants people per percent percentage perhaps plus
point points pp pro probably provided que reduced reduction relative remaining researchers respectively respondents
rest return roughly round rounds safe safety said sans say says scientists sd se si sin smaller standard std
surveyed tag tausend than that the these this thousand
times to total trillion twice und
unless until versus voters vs was week weeks weniger wenn when while who with without wrong y year yearly years
biennial bimonthly centennial daily decadal diaria diario fortnight fortnightly halbjährlich hebdomadaire hourly
instantaneous journalier mensual mensuel mensuelle monthly nightly overnight perennial periodic quarterly quotidien
quotidienne recurring seasonal semanal semiannual semestriel semestrielle trimestral trimestriel trimestrielle weekly
yearlong
absence alive contrary averted avoidance complement complementary converse counter doomless escape fine free
inverse live lives living mitigation nothing okay opposite others prevented
prevention rescue reverse reversed saved unaffected unharmed unscathed
acceptable allowable best coverage counterfactual critical cutoff decline detection difference error former halved
halving historical incremental last latest margin minimal mode multiplier net nominal old optimistic original outdated
percentile permissible permitted pessimistic plausible power predicted previous quantile rate
ratio required residual sensitivity significance significant specificity statistical target targeted threshold
tolerable tripled type unmitigated worst
barely hardly scarcely nowhere nobody seldom rarely mostly partly partially
fell dropped climbed rose risen sank jumped slid grew grown shrank shrunk quadruple quadrupled surpasses surpassing
post pre following during amid till presuming granted otherwise else elsewhere conditionally hypothetically dependent
subject counterfactually instead
nach während sofern sonst niemand kaum frieden après pendant sinon personne sauf peine paix tras después durante nadie
apenas salvo paz
eventual eventually ultimately sometime someday soon tomorrow yesterday initial initially earlier previously
formerly originally preliminary centurial seasonally apiece
stopped halted foiled thwarted blocked contained controlled cancelled canceled aborted delayed aligned benign friendly
peace peaceful utopia utopian flourish flourishing thriving
both either few several dozen dozens majority minority share shares portion proportion fraction votes voted agree
agreed agreeing disagree disagreeing believing polled sampled surplus deficit discount premium gap
"""
# So do words that say how often, those made of others by what denies them, and numbers that were worked on.
_TURNED = re.compile(
    r"(?:non|nodoom|anti|counter|nicht)\w*|surviv\w*|\w+(?:less|free|ised|ized|ennial|fold)|\w*annual\w*"
    r"|un-?(?:doom|harm|destr|affect|scath|injur|kill|dead|dying|extinct|hurt|damag|wound|touched|trouble|eventful|infect"
    r"|collaps|catastroph|ruin|ended|exploded|detonat|disturb|threaten|disempower|annihilat|eradicat|wiped)\w*|un|intact"
    r"|unversehrt|unbeschad\w*|unbeschäd\w*|unverletz\w*|indemne|ilesos?|ilesas?|intacto|intacta"
    r"|\w*(?:jähr|monat|täg|wöchent|stünd)lich\w*|\w+weise"
)
_UNITS: Final = ("PERCENT", "PERMILLE", "BPS", "PPM", "PPB")
_MEANT: Final = (
    *_UNITS, "ABOUT", "ISH", "LT", "LE", "GT", "GE", "LE_AFTER", "GE_AFTER", "PERHAPS", "UPWARD", "DOWNWARD", "CI",
    "SURE", "PER",
)  # fmt: skip
type Entries = dict[str, dict[str, list[tuple[str, ...]]]]


def _entries() -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """The table of words, by class and language."""
    found: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    name = language = ""
    for line in (WORDS + SPREADS + LABELS + ASIDES).casefold().splitlines():
        if line and not line.startswith(" "):
            name = line.upper()
            found[name] = {}
            continue
        if line.startswith("  ") and not line.startswith("    "):
            language, line = line[2:4], line[5:]
            found[name][language] = [()]
        for place, entry in enumerate(line.split("|")) if line else ():
            words = tuple(entry.split())
            if place:
                found[name][language].append(words)
            else:
                found[name][language][-1] += words
    return found


def entries_of(tongues: frozenset[str]) -> Entries:
    """By class and first word, the entries of some languages: those of another would join what stands apart."""
    found: Entries = {}
    for name, by_language in _BY_LANGUAGE.items():
        entries: dict[str, list[tuple[str, ...]]] = {}
        spoken = (words for language, words in by_language.items() if language in (*tongues, _SIGNS))
        for words in (words for spellings in spoken for words in spellings):
            if words and words not in entries.setdefault(words[0], []):
                entries[words[0]].append(words)
        found[name] = entries
    return found


def _owners() -> dict[str, frozenset[str]]:
    """By word, the languages that have it; what stands among signs is of all of them."""
    found: dict[str, set[str]] = {}
    for by_language in _BY_LANGUAGE.values():
        for language, spellings in by_language.items():
            for word in (word for words in spellings for word in words if word.isalpha()):
                found.setdefault(word, set()).update(LANGUAGES if language == _SIGNS else (language,))
    for numbers in TABLES:
        for language, entries in numbers.items():
            for word in entries:
                found.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def _stopping() -> frozenset[str]:
    """The words that turn what is said, with those that bound it or say how sure it is."""
    meant = (words for name in _MEANT for spellings in _BY_LANGUAGE[name].values() for words in spellings)
    return frozenset((*_STOPPING.split(), *(word for words in meant for word in words)))


_BY_LANGUAGE: Final = _entries()
NAMED: Final = frozenset(
    word
    for by_language in _BY_LANGUAGE.values()
    for spellings in by_language.values()
    for words in spellings
    for word in words
)
STOP: Final = _stopping()
OWNERS: Final = _owners()


def is_open(word: str) -> bool:
    """Whether a word may be what a risk is called: none that turns, splits or limits what is said of it.

    Examples
    --------
    >>> is_open("extinction"), is_open("monthly"), is_open("nondoom"), is_open("wöchentliche")
    (True, False, False, False)
    """
    return word not in STOP and not _TURNED.fullmatch(word)


def is_of(word: str, language: str) -> bool:
    """Whether a word tells that a phrase is of a language, among others or not.

    Examples
    --------
    >>> is_of("prozent", "de"), is_of("percent", "de"), is_of("extinction", "de")
    (True, False, False)
    """
    owners = OWNERS.get(word, _ALL)
    return language in owners and owners != _ALL


def languages(words: Iterable[str]) -> frozenset[str]:
    """The languages that have every word of a phrase that any of them has.

    Examples
    --------
    >>> sorted(languages(["rund", "10", "prozent"]))
    ['de']
    """
    found = _ALL
    for word in words:
        shared = found & OWNERS.get(word, found)
        found = shared or found
    return found
