"""The quick ways of the search give what the plain ones would."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.formats.marked import from_text, to_document
from knowledge.index import build
from knowledge.notes import Notes
from knowledge.search import Search, highest
from knowledge.signals import Signals
from knowledge.signposts import Signposts
from knowledge.snapshot import take
from knowledge.tokens import query_codes
from knowledge.vocabulary import Signpost, Source

POSTS = (
    Signpost(
        term="",
        phrases=("换地方行医", "Moving practices"),
        sources=(Source(law="甲法", article="1"), Source(law="甲法", article="2")),
    ),
    Signpost(term="", phrases=("行医要登记",), sources=(Source(law="甲法", article="2"),)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=120), st.integers(1, 9))
def test_the_highest_scores_are_those_of_a_full_sort(values: list[int], count: int) -> None:
    order = sorted(range(len(values)), key=lambda at: -values[at])

    assert (
        highest(np.array(values, np.float32), count).tolist()
        == [at for at in order if values[at]][:count]
    )


def test_an_article_is_noted_by_all_phrases_that_lead_to_it() -> None:
    notes = Notes(Signposts(POSTS), lambda law, article: [int(article)], 3)
    codes = query_codes("换个地方登记 move")
    joined = build(
        iter(["换地方行医\nmoving practices", "换地方行医\nmoving practices\n行医要登记"])
    )
    terms, idf, mass = joined.weigh(codes)

    assert [0, *(joined.score(terms, idf) / np.float32(mass)).tolist()] == (
        notes.score(codes).tolist()
    )
    assert (0.0, 0.5) == (notes.share(np.array([0])), notes.share(np.array([0, 2])))


def test_the_best_passage_of_a_long_article_counts() -> None:
    long = "\n\n".join(
        ("有下列情形之一的：", *["（一）记录应当真实完整，妥善保存。"] * 60, "注销注册。")
    )
    text = f"# 甲法\n第一条 医师登记。\n第二条 {long}\n第三条 许可。"
    snapshot = take(1, [to_document("甲法.md", from_text(text))])
    asked = Search(snapshot, Signposts(())).pool("注销注册").asked
    first, *parts, last = snapshot.index.score(asked.terms, asked.weights).tolist()

    assert snapshot.provision.tolist() == [0, 1, 1, 2]
    assert Signals(snapshot).lexical(asked).tolist() == [first, max(parts), last]
    assert parts[0] < parts[1]
