"""The words in which probabilities are spoken of, by what they do in a phrase and by language; ``--`` are signs."""

WORDS = """
ABOUT
  -- ~ | ? ~
  en about | around | probably at | maybe at | probably around | let's say | lets say | very roughly | approximately |
    approx | approx . | roughly | circa | ca . | ca | c . | c | maybe | perhaps | probably | possibly | something like
    | somewhere around | somewhere near | similar to | close to | closer to | nearly | almost | like | in the order of
    | on the order of | of the order of | of order | around to | in the region of | in the neighborhood of | in the
    ballpark of | say | more like | order of | rough | very rough | ballpark | basically | pretty much | more or less
    | in the vicinity of | roughly speaking | some | estimated around | estimated at around | loosely | well around
    | not far off | not far from | close on | approaching | nearing | could be | might be | may be
  de gegen | an die | so etwa | ca . | ca | vielleicht | vermutlich | wahrscheinlich | möglicherweise | um die |
    so um die | wohl | schätzungsweise | etwa | circa | rund | ungefähr | zirka | also etwa | in etwa | nahezu | fast
  fr peut être | probablement | plus ou moins | aux alentours de | aux environs de | de l ordre de | environ | près de
    | à peu près | autour de | presque | quelque
  es del orden de | del orden del | quizás | quizá | tal vez | probablemente | a lo mejor | aproximadamente |
    alrededor de | en torno al | en torno a | alrededor del | aprox . | aprox | cerca de | cerca del | unos | casi
    | más o menos
ISH
  -- ? | ? ? | ? ? ?
  en ish | or so | or something | or thereabouts | approximately | roughly | give or take | ( approx ) | ( approx . )
    | ( approximately ) | ( roughly ) | approx | approx . | or something like that | more or less | ( ish ) | ,
    roughly | , maybe | , perhaps | , ish | is about right | sounds about right | seems about right | feels about
    right | , very roughly | very roughly | , approximately | , or so | , say | , give or take | , more or less
    | ( rough guess ) | ( rough estimate ) | ( very roughly ) | ( very rough ) | , very rough
  de oder so
  fr environ
  es aproximadamente | aprox . | aprox
ART
  en a | an | the | any number in the | something in the | in the | somewhere in the
  de ein | eine | einen | einer | einem | der | die | das | den
  fr un | une | le | la | les | de | d | l | du
  es un | una | el | la | los | las | de | del
PERCENT
  -- %
  en percent | per cent | pct | pct . | percents | per hundred | p . c . | p . c
  de prozent | prozents | v . h . | v . h | vh | vom hundert
  fr pour cent | p . cent | p . 100 | p . c . | p . c
  es por ciento | por cien
PERCENT_WORD
  en percent | per cent | pct | pct . | percents | per hundred | p . c . | p . c
  de prozent | prozents | v . h . | v . h | vh | vom hundert
  fr pour cent | p . cent | p . 100 | p . c . | p . c
  es por ciento | por cien
PERMILLE
  -- ‰
  en per mille | per mil | permille | per mill | promille | pro mille | per thousand | permil
  de promille | pro tausend | vom tausend | v . t . | v . t
  fr pour mille
  es por mil
BPS
  en bp | bps | basis point | basis points
  de basispunkte
PPM
  en ppm | parts per million | part per million | micromort | micromorts
PPB
  en ppb | parts per billion | part per billion | nanomort | nanomorts
PER
  en per | for every | per every
  de pro | je
  fr pour | par
  es por | por cada
NOUN
  -- p ( doom ) | p doom | pdoom | p _ doom
  en chance | chances | probability | likelihood | risk | risks | total risk | odds | credence | possibility | prob |
    prob . | probabilities | shot | subjective probability
  de wahrscheinlichkeit | chance | risiko | eintrittswahrscheinlichkeit
  fr probabilité | chance | chances | risque | de chances | de chance | de probabilité | de risque
  es probabilidad | posibilidad | posibilidades | riesgo | de probabilidad | de posibilidades | de riesgo
TITLE
  en forecast | answer | prediction | estimate | response | view | all things considered | all things considered
    probability
SIGN
  -- : | =
  en of | is | at | are | is at
  de von | ist | liegt bei
  fr de | est de
  es de | es de | del | es del
EQUALS
  -- : | =
  en of | is | was | at
COMPLEMENT
  en of | that | to | for | in | at | on
  de für | dass | von | auf
  fr de | que | d | du
  es de | que | del
CHANCES
  en chance | chances
CHANCE
  en chance | chances | case | cases | time | times | person | people | patient | patients
  de chance | fall | fällen | person
  fr chance | chances | personne | cas
  es posibilidad | posibilidades | persona | caso
IN
  en in | out of | in every | out of every | in in | of every | for every | from every
  de von | in | aus | unter
  fr sur | sur les
  es en | entre | de cada | de entre | sobre
OUT_OF
  de zu
OF
  en of
  de von
  es de
POP
  en people | persons | person | patients | users | women | men | children | births | live births | adults | times |
    time | tries | attempts | cases | draws | commits | pregnancies | donors | donations | units | transfusions | a
    try | of them | runs | samples | deliveries | individuals | inhabitants | worlds | anaesthetics | operations |
    procedures | simulations | universes | lives
  de menschen | personen | patienten | anwender | anwendern | behandelte | behandelten | fällen | frauen | behandelten
    patienten | nutzern
  fr personnes | utilisateurs | patients | cas | naissances | femmes | fois
  es personas | usuarios | pacientes | casos | nacimientos | mujeres | veces
EVENTS
  en events | event | deaths | death | cases | case | failures | failure | successes | success | losses | accidents |
    incidents | infections | hits | positives
TRIALS
  en trials | patients | attempts | launches | tests | cases | people | runs | subjects | donors | observations |
    units
AMONG
  en among | of | out of | in | from
EVEN
  -- 50 / 50 | 50 - 50 | 50 : 50 | 1 : 1
  en fifty fifty | fifty / fifty | coin flip | coin toss | coinflip | even odds | even chance | even chances
    | even money | evens | 50
    50 | flip of a coin | toss of a coin | toss up | tossup | one to one | 50 to 50 | fifty to fifty
  de fifty fifty | fünfzig fünfzig | fünfzig zu fünfzig | 50 zu 50 | eins zu eins | 1 zu 1
  fr cinquante cinquante | moitié moitié | pile ou face
  es cincuenta cincuenta | 50 a 50 | cincuenta a cincuenta
ODDS
  en odds
ON
  en on | in favor | in favour | for | odds in favor | odds in favour | odds on
AGAINST
  en against | odds against
  de dagegen | gegen
HALF_WORD
  en half
  de die hälfte
  fr la moitié
  es la mitad
DASH
  -- - | – | ..
JOIN
  en to | through | and up to | to , say , | to say
  de bis | bis zu
  fr à | jusqu à
  es a | hasta
DOWN
  en down to
BETWEEN
  en between | somewhere between | anywhere between | in between | anywhere from | bounded by | bounded between |
    bracketed by
  de zwischen | irgendwo zwischen
  fr entre
  es entre
AND
  -- &
  en and | to | and , say , | and say
  de und
  fr et | à
  es y | a
FROM
  en from | anywhere from | ranging from | range from | somewhere from
  de von
  fr de
  es de | desde
MARK
  en mark | ballpark | region | neighborhood | neighbourhood | vicinity
RANGE
  en range | interval | band | in range
ADVERB
  en just | well | far | much | substantially | considerably | significantly | comfortably | clearly | quite | way | a
    lot | markedly | vastly | definitely | certainly | probably | likely | almost certainly | somewhere | still
  de knapp | deutlich | weit | klar | wahrscheinlich | vermutlich | wohl | sicher
  fr bien | nettement | beaucoup | probablement | sans doute
  es mucho | bastante | muy | probablemente | seguramente
LT
  -- < | <<
  en less than | shy of | fewer than | under | below | lower than | smaller than | sub | short of | south of | not quite
    | not as much as
  de knapp | unter | weniger als | kleiner als | unterhalb von | geringer als | niedriger als
  fr moins de | moins d | inférieur à | inférieure à | en dessous de
  es menos de | menos del | inferior a | inferior al | por debajo de | por debajo del | menor que
LE
  -- <= | < =
  en at most | no more than | not more than | up to | max | max . | maximum | a maximum of | maximum of | at or below
    | no higher than | not higher than | as high as | as much as | no greater than | not above | less than or equal to
    | no better than | not over | not exceeding | at the most | at the very most | equal to or less than | no larger
    than | at maximum | as many as | not greater than | at or under | capped at | a cap of | maxing out at | topping
    out at | a ceiling of | ceiling of | never more than |
    never over | never above | never higher than | never greater than | never exceeds | never exceeding | never exceed |
    will never exceed | can't be more than | cannot be more than | can't be over | cannot be over | can't be above |
    cannot be above | can't be higher than | cannot be higher than | can't exceed | cannot exceed | not ever more than
    | not ever over | never any more than | never at more than
  de allerhöchstens | höchstens | maximal | bis zu | nicht mehr als | nie mehr als | niemals mehr als | nie über
  fr au plus | jusqu à | au maximum | pas plus de | tout au plus | maximum | jamais plus de | jamais plus d
  es como mucho | como máximo | hasta | nunca más de | nunca más del | a lo sumo | no más de | no más del | hasta un |
    máximo
GT
  -- > | >>
  en more than | over | above | greater than | exceeds | exceeding | upwards of | upward of | north of | in excess of
    | higher than | better than | larger than | beyond | past
  de über | mehr als | grösser als | höher als | oberhalb von
  fr plus de | plus d | supérieur à | supérieure à | au dessus de
  es más de | más del | superior a | superior al | por encima de | por encima del | mayor que
GE
  -- >= | > =
  en at least | no less than | not less than | at or above | min | min . | minimum | a minimum of | minimum of | as
    low as | as little as | no lower than | not below | not under | greater than or equal to | more than or equal to |
    at the very least | no fewer than | not lower than | no worse than | at minimum | equal to or greater than | at
    the least | at or over | no smaller than | a floor of | floor of | never less than | never
    below | can't be less than | cannot be less than | can't be below | cannot be below | can't be under | cannot be
    under | can't be lower than | cannot be lower than | never under | never fewer than | never lower than | not
    ever less than | never any less than
  de mindestens | wenigstens | nicht weniger als | zumindest | nie weniger als | niemals weniger als | nie unter
  fr au moins | au minimum | pas moins de | minimum | jamais moins de | jamais moins d
  es nunca menos de | nunca menos del | al menos | por lo menos | como mínimo | no menos de | no menos del | mínimo
LE_AFTER
  en and below | and under | and lower | and less |
    or less | or lower | or fewer | or below | or under | or smaller | at most | max | max . | maximum | tops | at
    the most | or rarer | ( or less ) | ( at most ) | ( max ) | at max | ( maximum ) | , tops | , max | , maximum | ,
    at most | , at the most | , at the very most | at the very most | at the outside | is my upper bound | is an upper
    bound | is the upper bound | as an upper bound | ( upper bound ) | upper bound | upper limit | , or less | , or
    lower | is my upper limit | is the upper limit | is my ceiling
  de oder weniger | oder darunter | höchstens
  fr ou moins | au plus | maximum | tout au plus
  es o menos | como mucho | como máximo
GE_AFTER
  -- +
  en and over | and higher |
    or more | or higher | or greater | or above | or over | or larger | at least | minimum | min | or better | at the
    least | and up | and above | plus | ( or more ) | ( at least ) | or up | and more | ( or higher ) | , minimum | ,
    min | , at least | , at the least | , at the very least | at the very least | is my lower bound | is a lower bound
    | is the lower bound | as a lower bound | ( lower bound ) | lower bound | lower limit | , or more | , or higher |
    is my lower limit | is the lower limit | is my floor
  de oder mehr | oder darüber | oder höher | mindestens
  fr ou plus | au moins
  es o más | como mínimo | al menos
OR_LESS
  en or less | or fewer | or lower
  de oder weniger
  fr ou moins
  es o menos
OR_MORE
  en or more | or higher
  de oder mehr
  fr ou plus
  es o más
BUT
  -- , | ;
  en but | and | , but | , and | up to but | to
  de aber | und | bis
  fr et | mais | à
  es y | pero
PERHAPS
  en probably | likely | maybe | possibly | perhaps | if not | could be | might be | may be | or even | or maybe |
    or maybe even | or possibly | or perhaps | and maybe
UPWARD
  en more | higher | greater
DOWNWARD
  en less | lower | fewer | smaller
NOT_ZERO
  en not zero | non zero | nonzero | more than zero | greater than zero | above zero | not 0
ZERO
  en zero
  de null
  fr zéro
  es cero
SEP
  -- , | ; | . | and | / | :
  en and | , and
IE
  -- or | = | ~ | , | , or
  en i . e . | i . e . , | ie | i.e. | that is | or about | so | equals | aka | or roughly | roughly | about | e . g .
  de oder | also | d . h .
  fr ou | soit | c est à dire | environ
  es o | es decir | aproximadamente
OR
  en or | , or | i.e. | i . e . | i . e . , | ie | , ie | , i . e . | , i . e . ,
  de oder | , oder
  fr ou | soit | , soit
  es o | , o
IS
  -- = | ~ | ->
  en equals | = fair odds of | is | = odds of | or odds of
OPEN
  -- ( | [ | {
CLOSE
  -- ) | ] | }
MEANT
  en probable | likely | implied probability
TO_END
  -- - | –
  en to | up to | to , say ,
  de bis
  fr à
  es a | hasta
AND_BARE
  en and
  de und
  fr et
  es y
OR_WORD
  en or
  de oder
  fr ou
  es o
ZERO_DIGIT
  -- 0
  en zero
IS_ABOUT
  -- ~ | =
ODDS_OF
  en odds of | fair odds of | odds at | odds are
AT
  en at
ODDS_WORD
  en odds
PLACE
  en on | at | with
FOR
  en for
LATER
  en or later | or earlier
CI95
  en 95 % ci | 95 % confidence interval | ci95 | 95 % interval
  de 95 % ki
  fr ic 95 %
  es ic 95 %
LEVEL
  en p | q
A_WORD
  en a | an | one
  de ein | eine | einem
  fr un | une
  es un | una
TO_WORD
  en to
OF_WORD
  en of | are | at
TEN
  en ten
TIMES
  -- x | *
POWER
  -- ^ | * * | **
  en to the | to the power of | to the power | to the power of a
MINUS
  -- -
  en minus | negative
  de minus
  fr moins
  es menos
POINT
  en point
  de komma
  fr virgule | point
  es coma | punto
HALF
  en and a half | and one half
  de einhalb | und ein halb | und einhalb
  fr et demi | et demie
  es y medio | y media
HALF_A
  en half | a half | one half | half a | half of a | half of one | half one | one half a | one half of a
  de ein halbes | ein halber | eine halbe | einem halben | einer halben
  fr un demi | la moitié d un
  es medio
OF_A
  en of a | of one | of 1
  de eines
  fr d un | de
  es de un | de
P
  -- p ( doom ) | p
  en p ( extinction ) | pr | probability | x | it | risk | prob
MEMBER
  -- ∈
  en in | lies in | is in | within
IF_THAT
  en if that | if even that | if that much | if that high
WHEN
  en by | for | before | until
"""
