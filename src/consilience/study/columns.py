"""The columns of a file of estimates."""

REQUIRED = ("question", "forecaster", "date", "estimate")
OPTIONAL = ("group", "kind", "until", "source", "note")
COLUMNS = (*REQUIRED, *OPTIONAL)
