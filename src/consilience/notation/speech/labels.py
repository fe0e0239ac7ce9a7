"""What numbers beside each other are called, what parts them, how much of another they are; as in ``words``."""

LABELS = """
LOWEST
  en min | lowest | lowest plausible | lowest plausible value | plausible lowest
    | lo | lb | lwr | low | lower | lower bound | lower limit | lower end | low end | at the low end | on the low end |
    at the lower end | floor | low estimate | low guess
  de untere grenze | untergrenze | unten | niedrig
  fr borne inférieure | limite inférieure | bas
  es límite inferior | cota inferior | bajo
HIGHEST
  en max | highest | highest plausible | highest plausible value | plausible highest
    | hi | ub | upr | high | upper | upper bound | upper limit | upper end | high end | at the high end | on the high
    end | at the upper end | at the higher end | ceiling | high estimate | high guess
  de obere grenze | obergrenze | oben | hoch
  fr borne supérieure | limite supérieure | haut
  es límite superior | cota superior | alto
LIMIT_BELOW
  en floor | lower bound | lower limit | lower bound of | lower limit of | lower bound on it
  de untere grenze | untergrenze
  fr borne inférieure | limite inférieure
  es límite inferior | cota inferior
LIMIT_ABOVE
  en upper bound | upper limit | upper bound of | upper limit of | ceiling | cap
  de obere grenze | obergrenze
  fr borne supérieure | limite supérieure
  es límite superior | cota superior
MIDDLE
  en mid | middle | central | medium | mid point | base | base case
  de mitte | mittel
  fr milieu | central
  es medio | central
CENTRE
  en probably | most probably | most likely | likely | likeliest | centered on | centred on | centered around |
    centred around | centered at | centred at | guess | my guess | i'd say | i'd guess | i think | more likely |
    perhaps | maybe | with a best guess of | with a best guess at | with a best estimate of | leaning towards |
    leaning
  de am ehesten | wahrscheinlich | vermutlich | wohl | eher
  fr sans doute | probablement | le plus probable | plutôt
  es probablemente | lo más probable
CENTRE_AFTER
  en most likely | being most likely | as the most likely | as best guess | as my best guess | as a best guess | as
    the best guess | the most likely | best guess | is most likely | is my best guess
APART
  -- , | ; | . | , but | , with | ; but | ; with
  en but | with | , and | , with a
  de , aber | aber
  fr , mais | mais
  es , pero | pero
ACROSS
  en of our | of all | of all our | across all | across our | of these | of | across | among | from | over
AS_LOW
  en as low as | as little as
AS_HIGH
  en as high as | as much as
MORE_LIKELY
  en more likely than not | likelier than not | more probable than not
  de wahrscheinlicher als nicht | eher wahrscheinlich als nicht | eher wahrscheinlich als unwahrscheinlich
  fr plus probable qu improbable | plus probable que improbable
  es más probable que no | más probable que improbable
LESS_LIKELY
  en less likely than not | more unlikely than not | less probable than not
  de eher unwahrscheinlich als wahrscheinlich
  es menos probable que improbable
AS_LIKELY
  en as likely as not
LITTLE
  en not much | a hair | slightly | a bit | a little | a tad | a touch | a shade | somewhat | marginally | a smidge |
    a little bit
  de etwas | ein wenig | leicht
  fr un peu | légèrement
  es un poco | algo | ligeramente
TWICE
  en twice | double
  de doppelt so
  fr deux fois plus | le double de
  es el doble de
THRICE
  en thrice | triple | treble
HALF_AS
  en half | half of
FOLD
  -- x
  en times | fold
LESS_THAN
  en less than | lower than | smaller than | fewer than | rarer than | below
INSIDE
  en within | within a range of | within the range | within the range of | inside | range | range of | a range of |
    range from | a range from | range is | interval | an interval of | in the interval
SPREAD_WORD
  en spread | a spread of | spread of | with a spread of
MINUS_WORD
  en minus | take away
  de minus
  fr moins
  es menos
QUALITY
  en final | current | updated | revised | new | overall | headline | own | personal | present | best |
    all things considered
SUBJECT
  -- ai | agi | artificial | intelligence | bio | biological | engineered | natural | nuclear | climate | global |
    human | existential | societal | volcanic | civilization | civilisation | humanity | mankind | society
HARM
  -- uncontrolled | unaligned | misaligned | rogue | pandemic | pandemics | bioweapon | bioweapons | biorisk |
    bioterrorism | war | winter | catastrophe | catastrophes | extinction | doom | takeover | disempowerment | collapse
    | asteroid | asteroids | supervolcano | supervolcanoes | eruption | eruptions | warming | climate change | xrisk |
    x risk | x - risk
THROUGH
  -- of | from | by | due to | caused by | through | via
AMPLE
  en a good
  de gut | gute
  fr un bon | une bonne
  es un buen | una buena
WHOSE
  en community | superforecaster | expert | group | panel | crowd | survey | sample | respondent
BARELY
  en barely | hardly | scarcely | only just
  de kaum
  fr à peine
  es apenas
PLUS_MINUS
  -- ± | + / - | + -
  en plus or minus | plus minus | give or take
PART_TH
  -- th | ths | rd | rds
OH
  en oh
HALF_BEHIND
  fr et demi | et demie
  es y medio
OUTRIGHT
  fr contre
"""
