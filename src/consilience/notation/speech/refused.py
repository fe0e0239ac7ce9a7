"""Phrases that are no answer to the question of their row: why, and what is missing.

They are looked at only where a phrase could not be read. No remedy here names a number, which what is missing
would change.
"""

import re
from typing import Final, NamedTuple

TIMES: Final = (
    r"(?:flight )?(?:years?|yrs?|annum|months?|days?|weeks?|hours?|hrs?|decades?|centur(?:y|ies)|minutes?|seconds?"
    r"|quarters?|jahre?n?|jahrhunderte?|jahrzehnte?|monate?|tage?|ans?|années?|mois|jours?|siècles?|años?|mes(?:es)?|días?|siglos?)"
)
HOW_MANY: Final = (
    r"(?:[0-9]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|(?:an? |one )?hundred|(?:an? |one )?thousand|(?:a )?few|several|a couple of)"
)
_ASKED = "(?:respondents?|participants?|experts?|researchers?|scientists?|forecasters?|people)"
# What is longer is the whole phrase, which the message shows anyway.
_LONGEST = 25
# Of a risk the best that there is may be the least or the most.
_BOUND = (
    r"(?:[<>≤≥]|\b(?:less|more|fewer|greater) than|\b(?:under|below|above|over|at most|at least)|upper (?:limit|bound))"
)
TWO_SIDED: Final = r"\bat (?:the )?(?:very )?(?:best|worst)\b"
_OWN_TIME: Final = (
    "this sets a time of its own, and the row's question has its horizon",
    "ask the row in a question with that horizon, or say the probability by the horizon of its own",
)
_HORIZON = "work out what it comes to by the question's horizon, and keep what was said in the note"


class Family(NamedTuple):
    """Words by which a kind of phrase is known, why it is no answer, and what would be one."""

    pattern: re.Pattern[str]
    why: str
    remedy: str


def _family(pattern: str, why: str, remedy: str) -> Family:
    return Family(re.compile(pattern), why, remedy)


FAMILIES: Final = (
    _family(
        r"\bn\. ?s\.?(?!\w)|\bp[- ]?values?\b|\b(?:non-?)?significan(?:t|ce)\b",
        "this speaks of a p value, which is how surprising data would be and not how probable an event is",
        "say the probability of what the question asks",
    ),
    _family(
        # Behind a name of the notation its own refusal says more.
        r"\b(?:sd(?! *=)|s\.d\.|std|standard deviation|standard error|stdev|sem|[0-9.]* ?sigmas?|[0-9.]+ ?σ)(?!\w)",
        "a standard deviation does not say which interval it stands for",
        "give an interval with its coverage, or quantiles; of a survey, n and the mean beside it",
    ),
    _family(
        r"(?<![a-z])(?:p|pr|prob|probability|ℙ) ?[\[(][^)\]]*\|",
        "this is a probability under a condition, and the row asks for the question itself",
        "ask the row under that condition, in a question of its own, or say the probability whatever happens",
    ),
    _family(
        r"(?:(?<![0-9.,])[0-9.,]+ ?(?:%|per ?cent\b).*\bin|\b(?:over|within|during)) (?:the (?:next|coming) )?"
        rf"{HOW_MANY} {TIMES}\b",
        *_OWN_TIME,
    ),
    _family(
        rf"{_BOUND}[^0-9]*[0-9.]+ ?%?[^0-9]*[0-9.]+ ?%[ -](?:confiden\w+|cl\b|c\.l\.|sure|certain)"
        r"|[0-9.]+ ?% (?:(?:upper|lower) (?:bound|limit)|(?:of my [a-z ]+ is )?(?:below|under|above|over) [0-9])"
        r"|(?:upper|lower) [0-9.]+ ?% (?:bound|limit)"
        r"|[0-9.]+ ?(?:%|per ?cent) (?:sure|confident|certain|confidence|chance|likely|probability) (?:that )?"
        r"(?:it(?:'s| is)|p\b|the \w+ is) (?:(?:no |not )?(?:below|under|less than|more than|above|over)"
        r"|at (?:least|most))",
        "this is how sure somebody is of a bound: one quantile, which says little of the others",
        "give the values at two quantiles or more, each behind its level",
    ),
    _family(
        r"\b(?:(?:lower|upper|first|second|third|middle|bottom|top)[ -])?(?:tertiles?|terciles?|quintiles?|deciles?)\b",
        "thirds, fifths and tenths of answers are read by their levels only",
        "put q, its level in percent and = in front of each value",
    ),
    _family(
        rf"(?<!in )(?<!in-)\b[0-9]+[- ](?:{TIMES}) (?:cumulative |absolute |lifetime |overall |total "
        r"|mortality |survival |extinction |existential |default |failure )?"
        r"(?:risk|mortality|survival|probability|chance|likelihood|horizon"
        r"|odds|prob|window|period(?! of return)|estimate|forecast)\b",
        *_OWN_TIME,
    ),
    _family(
        rf"\bonce (?:in|every|per|a)\b.*\b{TIMES}\b|\b[0-9]+[- ]year\b|\bevery [0-9.]+ {TIMES}|return period"
        r"|\b(?:in|zu|sur|en)[- ](?:(?:a|an|one|ten|[0-9.,]+)?[- ]?(?:hundred|thousand|million|billion|[0-9.,]+))[- ]"
        rf"{TIMES}\b|\b(?:1|one) in {HOW_MANY} {TIMES}\b",
        "this says how long it is from one event to the next, not how probable one is in the question's time",
        _HORIZON,
    ),
    _family(
        r"\bonce (?:in|every|per|a)\b",
        "of years this is a time from one event to the next, of chances a probability, and it is not said of which",
        "say one in so many if that is the probability of what the question asks, or what it comes to by its horizon",
    ),
    _family(
        rf"\bany (?:given |one |single )?{TIMES}\b"
        rf"|\b(?:per|each|every|a|an|pro|je|par|por|al|cada|chaque|jedes) {TIMES}\b|\b(?:annual|annually|yearly|monthly"
        rf"|daily|annuali[sz]ed|apr|jährlich|annuel|annuelle|anual)\b|\bp ?\. ?a\b|/ ?(?:{TIMES}|yr?|a|d|h|mo|wk)\b"
        r"|\b(?:each|every) (?!of\b|one\b|ten\b)[a-z]+"
        r"|\bper[ -](?!cent|mil|hundred|thousand|[0-9])\w+",
        "this is a rate over some unit, and a probability here is over the whole of the question's time",
        _HORIZON,
    ),
    _family(
        r"\| ?[a-z]|\bcond\b|\b(?:conditional|conditioned|given|if|assuming|assume|assumes|unless|provided|in case"
        r"|after(?! (?:19|20|21)[0-9]{2})|contingent|when|whenever|supposing|wenn|falls(?! (?:to|from|by)\b)"
        r"|sofern|bedingt|si|sous réserve|à condition|sachant)\b",
        "this is a probability under a condition, and the row asks for the question itself",
        "ask the row under that condition, in a question of its own, or say the probability whatever happens",
    ),
    _family(
        r"\b(?:by|before|until|till|through|bis|vor|avant|d'ici|antes de|para|hasta) (?:the )?(?:end of )?(?:the )?"
        r"(?:(?:19|20|21)[0-9]{2}|decade|century|year|millennium|mid-?century)\b"
        r"|\b(?:this|next|the coming|diese[sr]?|ce|este) (?:century|decade|year|millennium|jahrhundert|siècle|siglo)\b"
        rf"|\b(?:(?:in|within|over|during) the (?:next|coming) (?:\w+ )?|(?:over|within) (?:the|this) ){TIMES}"
        r"|\b(?:eventually|ever|soon|tomorrow|some ?day|in the (?:long|short) (?:run|term))\b",
        *_OWN_TIME,
    ),
    _family(
        rf"{TWO_SIDED}|\bin the (?:best|worst) of cases\b|\bdans le (?:meilleur|pire) des cas\b"
        r"|\b(?:bestenfalls|schlimmstenfalls|im besten fall|im schlimmsten fall"
        r"|au mieux|au pire|en el mejor de los casos|en el peor de los casos)\b",
        "the best that a risk can be is the least to one reader and the most to another",
        "say at most or at least in front of the number, whichever is meant",
    ),
    _family(
        r"\b(?:worst|best)[- ]cases?\b|\b(?:pessimistic|optimistic|realistic)(?:ally)?\b"
        r"|\b(?:scenarios?|worlds? (?:where|in which))\b",
        "this is the number of one case among several, and the row asks for the question as a whole",
        "say the probability over all cases",
    ),
    _family(
        r"(?<![a-z])(?:percent(?:age)? points?|pp|ppts?|prozentpunkte?|points de pourcentage|puntos porcentuales)\b"
        r"|\b(?:increase[sd]?|decrease[sd]?|rose|rise[ns]?|fell|falls|raised?|reduc\w+|drop\w*|change[sd]?|gain\w*|grew)\b"
        r"|[→⟶⇒➔➜]|[0-9%] [-=]+> ?[0-9]|\(was\b|\b(?:halved|doubled|tripled)\b"
        r"|\b(?:updated?|previously|formerly|earlier|was .* now)\b"
        r"|\b(?:up|down)\b.*\bfrom\b|\bup from\b|\bto\b.*\bfrom\b|^from\b|^[+-] ?[0-9.]+ ?pp"
        r"|\b(?:up|down) (?:by )?[0-9]|(?<!basis )(?<!decimal )(?<!best )\bpoints\b",
        "this is a change from one number to another, or by so much, and the row asks for the number itself",
        "say the probability that it came to",
    ),
    _family(
        r"\b(?:lower|higher|smaller|larger|bigger|greater|less likely|more likely|twice|half as|times the|times as"
        r"|times more|fold|orders? of magnitude|relative|compared|versus|vs"
        r"|of (?:that|this|those|these)|of the (?:total|overall|remaining)|extra|excess"
        r"|additional|increased|baseline)\b|\b[0-9.]+x\b|\bof .*(?:risk|scenarios|cases)\b"
        r"|(?:%|\bper ?cent) (?:more|less|fewer)$"
        r"|\b(?:half|third|quarter|fraction|part) of (?:my|our|his|her|their|the)\b"
        r"|\w+mal so (?:viel|oft|wahrscheinlich)\b",
        "this compares with another probability, and does not say what it comes to",
        "say the probability itself",
    ),
    _family(
        r"\bon (?:a|an|the|my|our|this) (?:[a-z-]+ )?scale\b|\bscale (?:of|from)\b|\bstars?\b|\blikert\b",
        "this is a place on a scale, and no probability",
        "say the probability of what the question asks",
    ),
    _family(
        rf"\b(?:median|mean|average)\b.*?\b{_ASKED}\b|\b{_ASKED}\b.*?\b(?:median|mean|average)\b",
        "this sums up what several people answered, in words that are not understood together",
        "give each number its name: n=, median=, mean=, sd=, ci95=[ , ], quartiles=[ , ]",
    ),
    _family(
        r"\b(?:respondents|participants|experts|authors|researchers|scientists|forecasters|people said|voters"
        r"|surveyed|polled|gave|answered)\b",
        "this is a share of the people who were asked, not how probable they hold it to be",
        "give what they answered: a median, a mean, the bound beyond which so many answers lie, or each answer in its"
        " own row",
    ),
    _family(
        r"\b(?:a hair|slightly|a bit|a little|a tad|a touch|a shade|somewhat|worse|better)"
        r" ?(?:than|over|above|under|below|more)?\b",
        "how much more or less is not said",
        "say the bound alone where that is what was meant, or the number",
    ),
    _family(
        r"\b(?:near|close to|nearly|almost|about|essentially|effectively|practically|roughly|around|approximately"
        r"|virtually|basically|next to|as good as|pretty much|more or less|fast|praktisch|quasi|nahezu|so gut wie"
        r"|pratiquement|presque|casi|prácticamente|~)\s*"
        r"(?:zero|0|nil|none|null|certain|nothing|impossible|zéro|nul|nulle|cero|nula?|nulo|sicher)\b|^~ ?0$",
        "how near is not said",
        "say a bound, or the number",
    ),
    _family(
        r"\b(?:single|double|triple)[- ]digits?\b|\ba few\b|\bseveral percent\b|\bsome percent\b|\bfactor of\b"
        r"|\ba couple\b|\bor two\b|\bor so many\b|-?something percent\b|-?teens\b|[0-9]0s\b"
        r"|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b|\bhandful\b|\bepsilon\b|\btiny\b"
        r"|(?:±|\+/-|\+-) ?[a-z]|\b(?:dozens|hundreds|thousands|millions|billions)\b|\bodd\b",
        "this says no number",
        "say the number, or the range that is meant",
    ),
    _family(
        r"≠|^(?:1|100 ?%?) ?(?:-|minus) ?[pq]\b|\b\w+n't\b|\banything but\b"
        r"|\bnot (?:[a-z]+ )?[0-9.]+ ?(?:%|per ?cent)?$",
        "this denies something, and may be the probability that it does not happen",
        "say the probability of what the question asks",
    ),
    _family(
        r"^[^0-9]*[0-9.]+ ?% (?:sure|confident|certain|confidence|ci)\b[^0-9]*$",
        "this says how sure somebody is, not of which interval",
        "give both ends of the interval in front of its coverage",
    ),
    _family(
        r"\b(?:never|no|without|un-?(?:harmed|affected|scathed|injured|hurt|damaged|doom\w*|destroyed|touched|killed)"
        r"|non-[a-z]+|intact|survival|surviv\w+|(?:avoid|avert|prevent)\w*|safe|safely|nothing|kein\w*|nicht|sans|ohne|sin|ne|pas"
        r"|(?:go|goes|going|turn|turns|end|ends) (?:out |up )?(?:well|fine|okay|ok|alright|all right)"
        r"|(?:we|they|you|humans|humanity|all|everyone)(?: are| is|'re|'s| will be|'ll be) (?:fine|okay|ok|good)"
        r"|(?:do|does|did|will|would|shall|should|may|might) not)\b",
        "this may be the probability that something does not happen",
        "say the probability of what the question asks",
    ),
    _family(
        r"\b(?:squared|cubed|square root|halving|doubling|sqrt)\b"
        r"|\b(?:average|mean|midpoint|product|sum|difference) of [^,;]*[0-9][^,;]* and [0-9]"
        r"|\b(?:half ?way|mid ?way) between\b",
        "this is worked out from another number, and the row asks for what it comes to",
        "say the probability that it comes to, and keep what was said in the note",
    ),
    _family(
        r"\bp ?\([^)]*\).*\bp ?\(",
        "more than one number stands here, and a row holds one answer",
        "give each answer its own row, or write one range if these are its ends",
    ),
    _family(
        # A sentence, whatever stands between its numbers.
        r"^(?=(?:[^a-z]*\b[a-z]{3,}\b){4}).*[0-9].*[^0-9.,][0-9]",
        "more than one number stands here, and a row holds one answer",
        "give each answer its own row, or write one range if these are its ends",
    ),
    _family(
        r"(?<!at )\bor (?:about|around|roughly|approximately|equal to about) [0-9]"
        r"|\b(?:about|around|roughly) or (?:a bit )?[a-z]+ ",
        "this says a bound and a number at once",
        "say the bound alone if that is what was meant, or the number",
    ),
    _family(
        r"\bof the time\b|\b(?:half|most|much) the time\b",
        "this is a share of the time, and no probability",
        "say the probability of what the question asks",
    ),
    _family(
        r"\b(?:(?:odds|hazard|risk|likelihood|rate) ratio|relative risk|bayes factor|brier|auc|cohen|correlation)\b"
        r"|\br(?:2|²|\^2)|\bchi\b|\b(?:bits?|nats?|db|decibels?)\b|^(?:z|t|f|r|d|or|rr|hr|aor|irr|bf)"
        r"(?= ?[=:]? ?[0-9]+(?:\.[0-9]+)?(?![0-9.]* ?%))",
        "this is another measure, and no probability",
        "say the probability of what the question asks",
    ),
    _family(r"\btenth\b|\bhundredth\b|\bthousandth\b", "a part of what is not said", "say the probability itself"),
    _family(
        r"^[^\[(=<>]*[0-9][^,;\[(=<>]*?(?:\b(?:or|else|and|then|oder|ou|vs|respectively)\b|[,;] "
        r"|(?:\.\.+|…) ?[a-z]|% ?[/|&])"
        r".*?[0-9½¼¾⅐-⅞][0-9.,]*%?",
        "more than one number stands here, and a row holds one answer",
        "give each answer its own row, or write one range if these are its ends",
    ),
)  # fmt: skip


def family(text: str) -> tuple[str, str] | None:
    r"""Why a phrase that could not be read is no answer, and what would be; ``None`` where its words do not tell.

    Examples
    --------
    >>> family("2% per year")[0]
    '"per year": this is a rate over some unit, and a probability here is over the whole of the question\'s time'
    """
    plain = text.casefold()
    if not re.search(r"[^\W\d_]{2}|[σ²=±~+→⟶⇒➔➜≠-]|/ ?[a-z]|[^\W\d_] ?\.|%.*[,;/|&].*[%½¼¾⅐-⅞]", plain):
        return None
    for found in FAMILIES:
        if match := found.pattern.search(plain):
            words = match[0].strip(" ,;")
            return (found.why if len(words) > _LONGEST else f'"{words}": {found.why}'), found.remedy
    return None
