"""The grammar of what stands around a number and changes none: what it is called, hedges, doubts, how many it is of."""

from typing import Final

from consilience.notation.speech.chart import Line

AROUND: Final[tuple[Line, ...]] = (
    ("_naming", "BEST SIGN?"),
    ("_naming", "_title _sign?"),
    ("_naming", "_noun SIGN?"),
    ("_naming", "_noun _aim SIGN"),
    ("_naming", "P SIGN?"),
    ("_naming", "_topic _sign?"),
    ("_naming", "_topic ','"),
    ("_naming", "_called '–'"),
    ("_called", "BEST"),
    ("_called", "_noun"),
    ("_sign", "SIGN"),
    ("_sign", "'–'"),
    ("_title", "QUALITY* TITLE"),
    ("_title", "TITLE '(' QUALITY ')'"),
    # Of words for what may happen in general one has to say that it is bad: "human" and "AGI" are no risks.
    ("_topic", "SUBJECT* HARM _facet*"),
    ("_topic", "SUBJECT* HARM _facet* THROUGH _facet _facet*"),
    ("_facet", "SUBJECT"),
    ("_facet", "HARM"),
    ("_lead", "LEAD"),
    # What it is called beside its number, which says what is meant.
    ("_lead", "VERBAL ':'?"),
    ("_lead", "VERBAL ','"),
    ("_lead", "VERBAL ','? ID_EST"),
    ("_lead", "ART"),
    ("_lead", "_naming"),
    ("_lead", "HEDGE"),
    ("_lead", "ME SAYS"),
    ("_lead", "I_AM SURELY* CONFIDENT THAT?"),
    ("_lead", "I_AM SURELY* CONFIDENT _break"),
    ("_lead", "_noun '?'"),
    ("_lead", "HEDGE _break 'but'?"),
    ("_lead", "OPENER _break?"),
    # "Not sure it is 5%" doubts what follows.
    ("_lead", "SHRUG _break 'but'?"),
    ("_lead", "SHRUG 'but'"),
    ("_tail", "','? SHRUG"),
    ("_tail", "'(' SHRUG ')'"),
    ("_break", "','"),
    ("_break", "':'"),
    ("_break", "'..'"),
    ("_break", "'?'"),
    ("_tail", "TAIL"),
    ("_tail", "',' TAIL"),
    ("_tail", "','? HEDGE"),
    ("_tail", "'(' HEDGE ')'"),
    # How sure somebody is of a number makes it no other.
    ("_tail", "'(' _unsure ')'"),
    ("_tail", "'[' _unsure ']'"),
    ("_tail", "',' _unsure"),
    ("_tail", "AM DEGREE* DEGREE QUALM"),
    ("_unsure", "AM? DEGREE* DEGREE QUALM"),
    ("_unsure", "QUALM EQUALS DEGREE* DEGREE"),
    ("_tail", "FOR tally _open"),
    ("_tail", "FOR tally size size? _open?"),
    ("_tail", "FOR tally LATER?"),
)
