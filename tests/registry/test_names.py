"""Names are read as typed and matched in every written form, and only in those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import names
from registry.names import NameMatch
from registry.problem import Mistake, Problem


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("姓名：张三。", "张三"),
        ("我叫张三", "张三"),
        ("姓名 张三", "张三"),
        ("我的名字叫张三", "张三"),
        ("本人张三", "张三"),
        ("张三医生", "张三"),
        ("Dr. Li Wei", "Li Wei"),
        ("John F. Kennedy", "John F. Kennedy"),
        ("李.明明", "李·明明"),
        ("周〇一", "周〇一"),
        ("張　三", "張三"),
        ("买买提•阿不都拉", "买买提·阿不都拉"),
        ("买买提．阿不都拉", "买买提·阿不都拉"),
        ("买买提 · 阿不都拉", "买买提·阿不都拉"),
        ("My name is  Maria   da Silva-Costa", "Maria da Silva-Costa"),
        ("ＺＨＡＮＧ　Ｗｅｉ", "ZHANG Wei"),
        ("O'Brien", "O'Brien"),
        ("José", "José"),
        ("王㛃", "王㛃"),
        ("李\U000241fe", "李\U000241fe"),
        ("张\u200b三", "张三"),
    ],
)
def test_a_name_is_tidied_and_kept(typed: str, name: str) -> None:
    assert name == names.parse(typed)


@pytest.mark.parametrize(
    ("typed", "problem", "found"),
    [
        ("", Problem.EMPTY, ""),
        ("  \n ", Problem.EMPTY, ""),
        ("张", Problem.TOO_SHORT, "1"),
        ("我是张", Problem.TOO_SHORT, "1"),
        ("张" * 61, Problem.TOO_LONG, "61"),
        ("zhangsan88", Problem.WRONG_CHARACTERS, "8"),
        ("<b>张三</b>", Problem.WRONG_CHARACTERS, "<>/"),
        ("张三😀😀", Problem.WRONG_CHARACTERS, "😀"),
        ("张\x00三", Problem.WRONG_CHARACTERS, ""),
        ("张三; DROP TABLE", Problem.WRONG_CHARACTERS, ";"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(
    typed: str, problem: Problem, found: str
) -> None:
    answer = names.parse(typed)

    assert isinstance(answer, Mistake)
    assert (problem, found) == (answer.problem, answer.found)


@pytest.mark.parametrize(
    ("given", "recorded", "former", "match"),
    [
        ("张三", "张三", (), NameMatch.EXACT),
        ("张 三", "张三", (), NameMatch.EXACT),
        ("买买提阿不都拉", "买买提·阿不都拉", (), NameMatch.EXACT),
        ("zhang wei", "ZHANG WEI", (), NameMatch.EXACT),
        ("張偉", "张伟", (), NameMatch.VARIANT),
        ("葉峯", "叶峰", (), NameMatch.VARIANT),
        ("肖红", "萧红", (), NameMatch.VARIANT),
        ("蕭紅", "肖红", (), NameMatch.VARIANT),
        ("付强", "傅强", (), NameMatch.VARIANT),
        ("王哲", "王喆", (), NameMatch.VARIANT),
        ("Wei Zhang", "ZHANG Wei", (), NameMatch.VARIANT),
        ("Jose Silva", "Silva, José", (), NameMatch.VARIANT),
        ("王㛃", "王?", (), NameMatch.VARIANT),
        ("王㛃", "王\ue863", (), NameMatch.VARIANT),
        ("李梅", "王梅", ("李梅",), NameMatch.VARIANT),
        ("李強", "王梅", ("李强",), NameMatch.VARIANT),
        ("李四", "张三", ("王五",), NameMatch.DIFFERENT),
        ("张三丰", "张三", (), NameMatch.DIFFERENT),
        ("红肖", "红萧", (), NameMatch.DIFFERENT),
        ("王㛃", "??", (), NameMatch.DIFFERENT),
        ("王㛃", "李?", (), NameMatch.DIFFERENT),
        ("", "张三", (), NameMatch.DIFFERENT),
        ("Zhang Wei", "Zhang Wen", (), NameMatch.DIFFERENT),
    ],
)
def test_names_match_in_every_written_form_and_only_then(
    given: str, recorded: str, former: tuple[str, ...], match: NameMatch
) -> None:
    assert match == names.compare(given, recorded, former)


def test_all_written_forms_share_one_search_key() -> None:
    assert {"萧渺"} == {names.search_key(name) for name in ("萧淼", "肖淼", "蕭 淼", "肖渺")}


@given(st.text(max_size=300))
def test_a_read_name_reads_the_same_again(text: str) -> None:
    name = names.parse(text)

    assert isinstance(name, Mistake) or name == names.parse(name)


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparison_never_breaks_and_equals_itself(a: str, b: str) -> None:
    names.compare(a, b)

    assert names.compare(a, a) == NameMatch.EXACT
