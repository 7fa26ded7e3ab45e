"""The question gate: what is taken for a question in the middle of a form, and what is not."""

import pytest

from knowledge.question import looks_like_question, own_case

QUESTIONS = [
    "多点执业要备案吗",
    "医师定期考核几年一次？",
    "換醫院要不要變更註冊",
    "超范围执业会不会被罚",
    "麻精药处方权怎么拿",
    "执业证丢了咋办",
    "医师法第十四条",
    "How long does registration take?",
    "can I work at two hospitals",
    "What is the penalty for practising outside my scope",
    "Article 14 of the Physicians Law",
    "定期考核 没过 呢",
    "这个要几天能批",
]
FORM_ANSWERS = [
    "北京协和医院",
    "内科",
    "2026年3月1日",
    "张伟",
    "110101199003070011",
    "不",
    "没有",
    "没有什么要补充的",
    "哪个科室都可以",
    "不知道",
    "疑难病会诊中心",
    "什么都没有",
    "谁都行",
    "Peking Union Medical College Hospital",
    "Cardiology",
    "Will Smith",
    "May 3, 2026",
    "副主任医师",
    "下一步",
    "还没有",
    "?",
    "",
]
OWN = [
    "我的申请到哪一步了",
    "我的变更审核通过了吗？",
    "我提交的材料批了吗",
    "查一下我的申请",
    "where is my application?",
    "Has my change of registration been approved?",
    "status of my application",
]
NOT_OWN = [
    "注册申请多久能批",
    "材料交上去以后，卫健委最多多久必须给我发证？",
    "我可以申请两家医院吗",
    "How long may the authority take to decide on my application?",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_recognised(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize("text", FORM_ANSWERS)
def test_an_answer_to_a_form_step_is_not_a_question(text: str) -> None:
    assert not looks_like_question(text)


@pytest.mark.parametrize("text", OWN)
def test_a_question_about_the_own_case_is_recognised(text: str) -> None:
    assert own_case(text)


@pytest.mark.parametrize("text", NOT_OWN)
def test_a_question_about_the_rules_is_not_about_the_own_case(text: str) -> None:
    assert not own_case(text)
