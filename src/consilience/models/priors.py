"""The consensus model's priors, weakly informative on the log-odds scale; every report shows them."""

from math import log

# Location of a question's population, where the study declares none: 5%, and 90% between 0.04% and 87%.
LOCATION_PRIOR = (-3.0, 3.0)
# Log of its scale: forecasters of risks differ by a factor of e^1.5 in odds, give or take two times.
SCALE_PRIOR = (log(1.5), 0.6)
# Degrees of freedom above one (Juárez and Steel, 2010, *J. Business & Economic Statistics* 28, 52–66).
NU_PRIOR = (2.0, 0.1)
GROUP_SCALE_PRIOR = 1.0
# Log of the trials that a reference class is worth.
REFERENCE_CLASS_PRIOR = (log(20.0), 1.0)
