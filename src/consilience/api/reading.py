"""The notation at hand: what a text is read as, and how it is said."""

from consilience import notation
from consilience.arguments import maybe, one_of, takes
from consilience.study.estimate import VALUE

# Held here: what reads thousands of cells knows that they are text.
parse = takes(
    lexicon=maybe(one_of(notation.Lexicon, "a lexicon", "consilience.notation.Lexicon(…)")),
    usage=one_of(notation.Usage, "what a file declares", "consilience.notation.Usage()"),
)(notation.parse)
canonical = takes(value=VALUE)(notation.canonical)
describe = takes(value=VALUE)(notation.describe)
