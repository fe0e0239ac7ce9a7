"""Texts that would be mark-up, code or addresses if they were let."""

HOSTILE = {
    "tag": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "quote": "\"'><svg onload=alert(1)>",
    "template": "{{ 7 * 7 }}{% raw %}<b>bold</b>",
    "comment": "<!--<script>",
    "address": "javascript:alert(1) http://example.org/a.png",
}
# With what Markdown and LaTeX take for their own.
MARKUP = "<img src=x onerror=alert(1)> $5 & \"more\" 'still' $"


def toml_text(text: str) -> str:
    """Write a text as TOML has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def csv_text(text: str) -> str:
    """Write a text as CSV has it."""
    return '"' + text.replace('"', '""') + '"'
