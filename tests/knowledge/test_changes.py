"""The difference between two versions of a law."""

from knowledge.changes import Change, compare
from knowledge.document import Document
from knowledge.formats.marked import from_text, to_document

OLD = """
第一条 医师应当每三年考核一次。
第二条 考核由县级部门组织实施并且公布结果。
第三条 本条将被删去，内容与他条毫不相同。
"""
NEW = """
第一条 医师应当每五年考核一次。
第二条 国家鼓励医师下乡。
第三条 考核由县级部门组织实施并且公布结果。
"""


def document(text: str) -> Document:
    return to_document("某法.md", from_text(f"# 某法\n{text}"))


def test_changed_added_renumbered_and_removed_articles_are_told_apart() -> None:
    changes = compare(document(OLD), document(NEW))

    assert [(c.change, c.old, c.new) for c in changes] == [
        (Change.CHANGED, "第一条", "第一条"),
        (Change.ADDED, None, "第二条"),
        (Change.RENUMBERED, "第二条", "第三条"),
        (Change.REMOVED, "第三条", None),
    ]


def test_the_words_that_changed_are_marked() -> None:
    (change,) = compare(document("第一条 每三年考核一次。"), document("第一条 每五年考核一次。"))

    assert [(span.text, span.change) for span in change.spans] == [
        ("每", None),
        ("三", Change.REMOVED),
        ("五", Change.ADDED),
        ("年考核一次。", None),
    ]


def test_the_same_text_has_no_changes() -> None:
    assert compare(document(OLD), document(OLD)) == []
