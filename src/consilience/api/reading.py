"""The notation at hand: what a text is read as, and how it is said."""

from typing import get_args

from consilience import notation
from consilience.arguments import maybe, one_of, takes

_VALUE = one_of(get_args(notation.Value), "an estimate as cs.parse gives it", 'cs.parse("5%")')

# Held here: what reads thousands of cells knows that they are text.
parse = takes(
    lexicon=maybe(one_of(notation.Lexicon, "a lexicon", "consilience.notation.Lexicon(…)")),
    usage=one_of(notation.Usage, "what a file declares", "consilience.notation.Usage()"),
)(notation.parse)
canonical = takes(value=_VALUE)(notation.canonical)
describe = takes(value=_VALUE)(notation.describe)
