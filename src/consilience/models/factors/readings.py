"""How what was stated follows from parameters: the columns of the arrays that say so."""

# How a credence that was stated follows from its unbounded parameter x,
#   credence = base + logistic · σ(x) + softplus · scale · log(1 + eʸ) + linear · x,
#   y = x + softplus · (location − base) / scale,
# unless it is free, and the parameter is the standardised credence. Location and scale are the population's; of a total
# what the credences imply, and how far readings stray from that.
READING = ("base", "logistic", "softplus", "linear", "free")
# Columns of an entry: whose credence of which component, and how it follows from its parameter.
ENTRY = ("person", "component", "pair", *READING)
PERSON, COMPONENT, PAIR, BASE, LOGISTIC, SOFTPLUS, LINEAR, FREE = range(len(ENTRY))
# Columns of a total: whose group's bias it has, and how what was stated follows from its parameter.
TOTAL = ("group", "real", *READING)
