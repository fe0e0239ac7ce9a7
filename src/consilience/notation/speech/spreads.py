"""The words for how sure somebody is and for what many people answered, by what they do in a phrase and by language."""

SPREADS = """
CI
  en ci | c . i . | cri | confidence interval | credible interval | credibility interval | interval | hdi | confidence
    | prediction interval | confidence intervals | ui | uncertainty interval | ci of | ci is | confidence range |
    credence interval
  de ki | konfidenzintervall | kredibilitätsintervall | vi
  fr ic | intervalle de confiance | ic à | ic de | intervalle de confiance à
  es ic | intervalo de confianza
SURE
  en confident | sure | certain | confidence | ci | confident that | sure that | certain that | confident it | sure it
  de sicher | sicher dass | sicher , dass
  fr de confiance
  es seguro de que | segura de que | seguro que | de confianza
MASS
  en of my mass | of my probability mass | of my probability | of my credence | of my distribution | of the mass | of
    the probability mass
WITH
  en with | at | , with
COVERING
  -- : | , | ; | =
  en of | is | : from | from | between | that it is | it is | it's | that it's | that it is between | it is between |
    it's between | it's from | it's somewhere between | that it's between | it lies between | it is somewhere between
    | it lies in | it's in | in | that | it | that it lies | it lies | it falls | that it falls | the probability |
    the risk | the chance | the odds | the true value | the true probability | the answer | the real number | p ( doom
    ) | lies | falls | somewhere | in the range | in the range of | in the interval | within | within the range | inside
  de es | sie | es liegt
  fr c est | ce soit | entre
  es está | es | está entre
BEST
  en best guess | best estimate | most likely | central estimate | point estimate | midpoint | my best guess | best |
    best guess is | most likely value | median guess | centered at | central | likeliest | most probable
  de bester schätzwert
  fr meilleure estimation | valeur la plus probable
  es mejor estimación | valor más probable
MODE
  en mode | the mode | modal value | the modal value | modal estimate | modal answer | mode is | mode of
  de modus | modalwert
  fr mode
  es moda
SPAN
  en range | ranging | ranging from | between | from | , range | interval | plausible range | bounds | range of |
    range from | range is | but could be anywhere from | but could be anywhere between | could be anywhere from | but
    could be | could be anywhere between | uncertainty range | but it could be anywhere from | somewhere between |
    anywhere from | anywhere between | could be | might be | can be | may be | plausibly | could plausibly be | could
    easily be | but anywhere from | but anywhere between | somewhere in | anywhere in | ci | c . i . | confidence
    interval | credible interval | a range of | with a range of | with a range from | within | spanning | spread |
    bounds of | plausibly anywhere from | possibly | perhaps
IQR
  en iqr | interquartile range | quartiles | quartile range | interquartile | middle 50 % | middle half
SHARE
  en share
SD
  en sd | s . d . | std | std dev | std . dev . | stdev | standard deviation | sd of | standard deviation of
SE
  en se | s . e . | sem | std err | standard error | standard error of
GAVE
  en gave | give | gives | said | say | answered | answer | estimated | estimate | assigned | assign | put it at | put
    this at | put the risk at | put the probability at | put the chance at | put the odds at | put it | put this | put
    the risk | put the probability | put the chance | put the odds | thought it was | think it is | believe it is |
    believed it was | reported | were | answers were | responses were
MEDIAN
  en median | mdn | mdn . | the median | a median | median estimate | median answer | median response | median
    forecast | median probability | median forecaster
  de median
  fr médiane
  es mediana
MEAN
  en mean | the mean | a mean | average | mean estimate | the average | an average | mean answer | average estimate |
    mean forecast | mean probability | mean response | mean
    forecaster
  de mittelwert | durchschnitt
  fr moyenne
  es media
N
  en n
RESPONDENTS
  en respondents | participants | people | experts | forecasters | responses | answers | researchers | authors |
    superforecasters | scientists | individuals | panelists | panellists | judges | raters | users | members | voters |
    economists | analysts | specialists | academics | philosophers | students | predictors
PERCENTILE
  en percentile | th percentile | st percentile | nd percentile | rd percentile | th | quantile | % quantile | %
    percentile | percentiles | th percentiles | quantiles | % quantiles | % percentiles
  de perzentil | perzentile | . perzentil | . perzentile | quantil
  fr centile | percentile
  es percentil | percentiles
LOWER_QUARTILE
  en lower quartile | first quartile | 1 st quartile | bottom quartile
  de unteres quartil
  fr premier quartile
  es primer cuartil
UPPER_QUARTILE
  en upper quartile | third quartile | 3 rd quartile | top quartile
  de oberes quartil
  fr troisième quartile
  es tercer cuartil
TH
  en th | st | nd | rd | %
"""
