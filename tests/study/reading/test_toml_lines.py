"""Lines of keys, held against files whose layout is known."""

import json
import tomllib

from hypothesis import given, strategies as st

from consilience.study.reading.toml_lines import TomlLines

TEXT = '''# a comment with [brackets] and = signs
title = "a # [b] = c"   # [not.a.table]
text = """
[not.a.table]
key = 1
"""
raw = \'\'\'
x = "'\'\'\'
list = [
  "a",  # ]
  "b",
]
given = { a = true, "b c" = false }
dotted.key = 1

[study]
horizon = 2100-12-31

[question."b c"]
title = 'x'
[question . d ]
"quoted key" = 1
[[array]]
k = 1
'''


def test_every_key_has_its_line():
    tomllib.loads(TEXT)
    lines = TomlLines(TEXT)
    found = {
        keys: lines.at(keys)
        for keys in [
            ("title",),
            ("text",),
            ("raw",),
            ("list",),
            ("given",),
            ("given", "a"),
            ("dotted", "key"),
            ("study",),
            ("study", "horizon"),
            ("question",),
            ("question", "b c"),
            ("question", "b c", "title"),
            ("question", "d"),
            ("question", "d", "quoted key"),
            ("array", "k"),
        ]
    }
    assert list(found.values()) == [2, 3, 7, 9, 13, 13, 14, 16, 17, 19, 19, 20, 21, 22, 24]


def test_what_is_not_there_is_sought_further_out():
    lines = TomlLines(TEXT)
    assert lines.at(("question", "d", "missing")) == 21
    assert lines.at(("missing",)) == 1
    assert lines.said(("question", "d", "missing")) == "[question . d ]"


def test_a_key_of_the_top_level_may_stand_in_study():
    assert TomlLines(TEXT).at(("horizon",)) == 17


names = st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=6)


@given(st.dictionaries(names, st.dictionaries(names, names, max_size=3), max_size=4))
def test_lines_of_any_document(document):
    text, right = [], {}
    for table, keys in document.items():
        text.append(f"[{json.dumps(table, ensure_ascii=False)}]")
        right[table,] = len(text)
        for key, value in keys.items():
            text.append(f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}")
            right[table, key] = len(text)
    lines = TomlLines("\n".join(text))
    assert tomllib.loads("\n".join(text)) == document
    assert {keys: lines.at(keys) for keys in right} == right
