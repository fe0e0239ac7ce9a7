"""What is said around a number and changes none, by what it does in a phrase and by language; as in ``words``."""

ASIDES = """
LEAD
  en i put the odds at | i'd put the odds at | i put | i'd put | guess | my guess | my guess is | estimated |
    estimated at | definitely | certainly | surely | clearly | i give it | i'd give it | i give | we estimate | i
    estimate | i assign | i'd assign | i would assign | i have | i've got | there is | there's | there | gives | has |
    have | with | subjective | current | personal | honestly | in the range of | est | est . | put at | assign |
    assigns | sitting at | sits at | hovering | hover | presumably | we put it at | my | our | his | her |
    their | i | i'd say | i would say | i'd put it at | i would put it at | i think | i'd guess | i guess | i am at |
    i'm at | i stand at | i'm | is | are | was | be | it's | it is | that it's | that it is | at | currently | now |
    stands at | remains | just | only | also | of just | down to | estimate | my estimate is | best guess | failed |
    right | an estimate | somewhere | anywhere | almost guaranteed to be | it | that | a calculated | calculated | of
    | the implied | i believe | overall | total | still | for me | put it at | as | i am | i'd be | i would be | it's
    got to be | it has to be | has to be | must be | it must be | i'd have to say | anything | the true value is | the
    answer is
  de im bereich von | ich bin zu | ich bin mir zu | mit | ich schätze | schätze | sagen wir | ich würde sagen |
    ungefähr bei | auf | bei | also | ich sage | ist | sind | liegt bei | beträgt | von
  fr avec | je dirais | je pense | il y a | j'estime | à hauteur de | est | à | soit | de
  es estoy | con | creo que | hay | estimo | yo diría | de | es | en | diría | está en | son
VERBAL
  en likely | very likely | extremely likely | unlikely | very unlikely | exceptionally unlikely | extremely unlikely
    | virtually certain | almost certain | about as likely as not | rare | very rare | uncommon | common | very common
    | almost certainly not | remote | probable | possible | highly unlikely | highly likely | quite likely | remote
    chance | a remote chance | realistic possibility | a realistic possibility | realistic probability | likely or
    probable | improbable | highly improbable | highly probable | very probable | almost no chance | nearly certain |
    roughly even chance | roughly even odds | fairly unlikely | fairly likely | somewhat likely | somewhat unlikely |
    non negligible | non trivial | nontrivial | rather unlikely | rather likely | quite unlikely | frequent | occasional
  de selten | sehr selten | gelegentlich | häufig | sehr häufig | unwahrscheinlich | sehr unwahrscheinlich
  fr rare | très rare | peu fréquent | fréquent | très fréquent | improbable
  es raro | muy raro | poco frecuente | frecuente | muy frecuente | improbable
RATING
  en medium | moderate | very low | very high | extremely low | extremely high | negligible | medium low | medium high
    | medium likelihood | low likelihood | high likelihood | moderate likelihood | low probability | high probability
    | medium probability | moderate probability | low risk | medium risk | moderate risk | high risk
ID_EST
  -- =
  en i . e . | i . e . , | ie | that is | that is , | meaning | which means
TAIL
  -- . | .. | ! | * | † | ‡ | ¹ | ² | ³ | ⁴ | ⁵ | ⁶ | ⁷ | ⁸ | ⁹ | ᵃ | ᵇ | ᶜ | ᵈ
  en now | today | currently | right now | at the moment | overall | i think | i guess | i'd say | i'd guess | imo |
    are affected | is affected | by far | seemed like reasonable numbers | seems reasonable | in total | in my opinion
    | at present | personally | imho | tbh | at this point | these days | i believe | i suppose
  de liegt | insgesamt | derzeit | momentan
  fr actuellement | au total
  es en total | actualmente
ME
  en i'd | i would | i'll | i will | we'd | we would
SAYS
  en say | guess | estimate | put it | put it at | put this at | put the odds at | put the chance at | put the
    probability at | put the risk at | put the chances at | go with | go for | hazard | venture | give it | assign |
    assign it | call it | lean towards | lean toward | think it's | think it is | think | reckon | set it at | place
    it at | peg it at | ballpark it at | land at | land on | be at
HEDGE
  en vibes | i'm afraid | sadly | unfortunately | to me | seems right to me | sounds right to me | feels right to me
    | seems plausible | for sure | call it | let's call it | lets call it | let's go with | make it | sounds right |
    seems right | feels right | mine | unconditional | unconditionally | honestly | frankly | tbh | to be honest
    | imo | imho | fwiw | for what it's worth | for what its worth | off the top of my head | gun to my head | gun to
    head | with a gun to my head | if i had to guess | if i had to say | if i had to pick | if i had to choose | if i
    had to pick a number | if i have to guess | if i had to put a number on it | if i had to put a number to it | if i
    had to give a number | if you made me guess | if you forced me to give a number | if you force me | if you forced
    me | if forced | if forced to guess | if forced to choose | if pressed | if pushed | when pressed | if i must | if
    i'm honest | if i am honest | if i'm being honest | if you ask me | i suppose | i guess | i reckon |
    i think | i believe | i'd say | i'd guess | i would say | i would guess | in my view | in my opinion | my gut says
    | my gut feeling | my gut feeling is | my gut | gut feeling | gut feel | gut : | personally | tentatively | my take
    | my number | my answer | all things considered | all in all | on balance | on reflection | as of now | as a guess
    | as a wild guess | best i can do | my best guess | guess | my guess | educated guess | wild guess | personal
    estimate | my estimate | own estimate | subjective estimate | subjective | my personal estimate | just a guess |
    pure guess | complete guess | guesstimate |
    only a guess | at a guess | to be fair | subjectively | intuitively | my intuition says
  de ehrlich gesagt | ich würde sagen | ich denke | ich glaube | ich schätze | ich würde schätzen | meiner meinung
    nach | wenn ich raten müsste | spontan | aus dem bauch heraus | bauchgefühl | sagen wir mal | geschätzt | meine
    schätzung
  fr je dirais | je pense | je crois | à mon avis | honnêtement | franchement | si je devais deviner | selon moi |
    disons | à vue de nez | j'estime | mon estimation
  es diría | diría que | yo diría | yo diría que | creo | creo que | en mi opinión | honestamente | sinceramente | si
    tuviera que adivinar | a ojo | estimo | mi estimación
OPENER
  -- '
  en well | so | uh | um | umm | hm | hmm | er | eh | ok | okay | yeah | you know | i mean | oh | ah | look
  de so | wissen sie | na ja | naja | tja
  fr bon | eh bien | ben
  es bueno | pues
SHRUG
  en i don't know | i dont know | i dunno | dunno | idk | not sure | i'm not sure | really not sure | no idea | who
    knows | hard to say | hard to tell | difficult to say | i have no idea | honestly not sure
  de keine ahnung | weiss nicht | weiß nicht | schwer zu sagen
  fr je ne sais pas | aucune idée | difficile à dire
  es no sé | no lo sé | ni idea | difícil de decir
AM
  en i'm | i am | but i'm | but i am | though i'm | though i am | although i'm | with | but with | but | though |
    albeit with | and i'm
SURELY
  en fairly | very | quite | highly | extremely | pretty | really | reasonably | rather | totally | moderately |
    relatively | absolutely | completely
  de sehr | ziemlich | recht
  fr très | assez
  es muy | bastante
CONFIDENT
  en confident | sure | certain
  de sicher
  fr sûr | sûre | certain | certaine
  es seguro | segura
I_AM
  en i'm | i am | we're | we are
  de ich bin | ich bin mir
  fr je suis
  es estoy
THAT
  en that | it's | it is | that it's | that it is | the risk is | that the risk is | the probability is | that the
    probability is
  de dass es | , dass es
  fr que c est | que ce sera
  es de que es | de que está | que es
DEGREE
  en fairly | very | quite | highly | extremely | pretty | not | not very | not at all | low | high | medium |
    moderate | moderately | somewhat | really | deeply | reasonably | huge | large | great | lots of | a lot of |
    little | wide | big | considerable | massive | rather | super | totally | wildly | far from | enormous | a fair
    amount of | relatively | a high degree of | some
  de sehr | ziemlich | recht | hohe | geringe | nicht
  fr très | assez | peu | plutôt | haute | faible | pas très
  es muy | bastante | poco | alta | baja | nada
QUALM
  en confident | confidence | uncertain | uncertainty | unsure | sure | certain | error bars | conviction | certainty
  de sicher | unsicher | sicherheit | unsicherheit | konfidenz
  fr sûr | sûre | incertain | confiance
  es seguro | segura | inseguro | confianza
"""
