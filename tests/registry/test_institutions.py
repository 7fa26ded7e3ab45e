"""An institution is found by whatever people call it, with the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.bitmaps import Bitmaps, numbers
from registry.institution import Grade, Institution, Kind
from registry.institution_keys import Way
from registry.institutions import Clarity, Directory


def hospital(code: str, name: str, region: str, **more: object) -> Institution:
    fields = {"code": code, "name": name, "region": region, "kind": Kind.HOSPITAL, **more}
    return Institution.model_validate(fields)


ROWS = (
    hospital("W1", "武汉市第一人民医院", "420106", grade=Grade.TERTIARY_A),
    hospital("W2", "武汉市第二人民医院", "420102", grade=Grade.TERTIARY_A),
    hospital("W3", "江汉协和医院", "420103", aliases=("协和医院",), former_names=("江汉仁济医院",)),
    hospital(
        "B1", "燕山协和医院", "110101", aliases=("协和医院",), name_en="Yanshan Union Hospital"
    ),
    hospital("W4", "楚江大学第一附属医院", "420106", grade=Grade.TERTIARY_A),
    hospital("W5", "武昌区妇幼保健院", "420106", kind=Kind.MATERNITY),
    hospital("W6", "江岸区中医医院", "420102", kind=Kind.TCM_HOSPITAL),
    hospital("W7", "武汉市疾病预防控制中心", "420102", kind=Kind.PREVENTION),
    hospital("C1", "长沙市第一人民医院", "430102", grade=Grade.TERTIARY_A),
    hospital("Q1", "重庆市渝中口腔医院", "500103", closed_on=date(2025, 1, 1)),
    hospital("11010517A100212345678X", "朝阳安贞诊所", "110105", kind=Kind.CLINIC),
)
DIRECTORY = Directory(ROWS)


@pytest.mark.parametrize(
    ("query", "code", "way"),
    [
        ("武汉市第一人民医院", "W1", Way.NAME),
        ("武漢市第一人民醫院", "W1", Way.NAME),
        ("武汉市第1人民医院", "W1", Way.NAME),
        ("我在武汉市一上班", "W1", Way.SHORT_NAME),
        ("武汉一医院", "W1", Way.SHORT_NAME),
        ("江汉仁济", "W3", Way.FORMER_NAME),
        ("江汉区协和", "W3", Way.ALIAS),
        ("北京的协和医院", "B1", Way.ALIAS),
        ("yanshan union", "B1", Way.NAME),
        ("附一", "W4", Way.SHORT_NAME),
        ("楚江大学附一院", "W4", Way.SHORT_NAME),
        ("妇幼", "W5", Way.NAME),
        ("中医院", "W6", Way.SHORT_NAME),
        ("疾控中心", "W7", Way.SHORT_NAME),
        ("武汉市第一人民区院", "W1", Way.SIMILAR),
        ("武汗市第一人民医院", "W1", Way.SOUND),
        ("chujiangdaxue", "W4", Way.SOUND),
        ("whsdyrmyy", "W1", Way.SOUND),
        ("changsha shi di yi renmin yiyuan", "C1", Way.SOUND),
        ("11010517a1002-12345678x", "11010517A100212345678X", Way.CODE),
        ("渝中口腔", "Q1", Way.NAME),
    ],
)
def test_the_first_answer_is_the_one_meant(query: str, code: str, way: Way) -> None:
    first = DIRECTORY.find(query).found[0]

    assert (code, way) == (first.institution.code, first.way)


@pytest.mark.parametrize(
    ("query", "near", "clarity"),
    [
        ("武汉市第一人民医院", None, Clarity.CLEAR),
        ("协和", None, Clarity.SEVERAL),
        ("人民医院", None, Clarity.SEVERAL),
        ("11010517A100212345678X", None, Clarity.CLEAR),
        ("不存在的地方", None, Clarity.NONE),
        ("", None, Clarity.NONE),
        ("。。。", None, Clarity.NONE),
        ("😀", None, Clarity.NONE),
    ],
)
def test_the_answer_says_whether_to_ask(query: str, near: str | None, clarity: Clarity) -> None:
    assert clarity is DIRECTORY.find(query, near).clarity


@pytest.mark.parametrize(("near", "code"), [("11", "B1"), ("4201", "W3"), ("420103", "W3")])
def test_in_doubt_the_nearer_one_comes_first(near: str, code: str) -> None:
    assert code == DIRECTORY.find("协和医院", near).found[0].institution.code


def test_a_place_alone_lists_its_institutions() -> None:
    codes = {one.institution.code for one in DIRECTORY.find("江岸区", limit=10).found}

    assert codes >= {"W2", "W6", "W7"}


def test_no_more_than_the_limit_comes_back() -> None:
    assert len(DIRECTORY.find("医院", limit=2).found) == 2


@given(st.text(max_size=120), st.sampled_from([None, "42", "420106", "x"]))
def test_no_query_breaks_the_search(query: str, near: str | None) -> None:
    findings = DIRECTORY.find(query, near)

    assert (findings.clarity is Clarity.NONE) is (not findings.found)


@given(
    st.lists(st.frozensets(st.sampled_from("abcd")), max_size=20),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True),
    st.integers(0, 3),
)
def test_bitmaps_answer_as_a_plain_loop_would(
    rows: list[frozenset[str]], tokens: list[str], missing: int
) -> None:
    bitmaps = Bitmaps(rows)
    counts = [len(set(tokens) - row) for row in rows]
    groups = [list(numbers(bits)) for bits in bitmaps.lacking(tokens, missing)]

    assert groups[0] == list(numbers(bitmaps.having_all(tokens)))
    assert groups == [
        [row for row, count in enumerate(counts) if count == wanted]
        for wanted in range(missing + 1)
    ]
