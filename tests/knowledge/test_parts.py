"""Small parts: what a question names, privacy, cues, lines to quote, spelling of characters."""

from datetime import date

import pytest

from knowledge import cues, quote
from knowledge.catalogue import laws, named
from knowledge.normal import normalise
from knowledge.privacy import patient_details, without_details
from knowledge.request import follows_up, read
from knowledge.tokens import query_codes
from knowledge.vocabulary import read_guides, signposts, source

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("question", "law", "article", "as_of"),
    [
        ("医师法第十四条说什么", "医师法", "14", None),
        ("按照《处方管理办法》", "处方管理办法", None, None),
        ("个保法第29条", "个人信息保护法", "29", None),
        ("Article 14 of the Physicians Law", "医师法", "14", None),
        ("刑法第二百五十三条之一", "刑法", "253-1", None),
        ("在2023年5月，怎么规定", None, None, date(2023, 5, 31)),
        ("as of 2020-02-29, what held?", None, None, date(2020, 2, 29)),
        ("2019年毕业的能考吗", None, None, None),
        ("2030年怎么规定", None, None, None),
        ("这样做违反劳动法律吗", None, None, None),
    ],
)
def test_a_question_names_laws_articles_and_days(
    question: str, law: str | None, article: str | None, as_of: date | None
) -> None:
    request = read(normalise(question), TODAY)
    title = request.law.title if request.law else None

    assert (law, article, as_of) == (title, request.article, request.as_of)


def test_the_catalogue_names_every_law_once() -> None:
    titles = [law.title for law in laws()]

    assert len(titles) == len(set(titles))
    assert all((found := named(normalise(title))) and found.title == title for title in titles)


@pytest.mark.parametrize(
    "text", ["那助理医师呢？", "如果是外省呢", "what about nurses?", "为什么？"]
)
def test_a_follow_up_is_recognised(text: str) -> None:
    assert follows_up(text)


@pytest.mark.parametrize("text", ["多点执业要备案吗？", "How long is registration valid?"])
def test_a_whole_question_is_no_follow_up(text: str) -> None:
    assert not follows_up(text)


DETAILS = {
    "病人叫王小明，能转院吗": "▢，能转院吗",
    "患者名叫买买提·艾力，要报告吗": "▢，要报告吗",
    "患者姓名：李建国，可以复印病历吗": "▢，可以复印病历吗",
    "身份证11010119900307001X的患者": "▢的患者",
    "打13800138000问他": "打▢问他",
    "患者电话 +86 138 0013 8000 能留吗": "患者电话 ▢ 能留吗",
    "张三，男，45岁，要不要报告": "▢，要不要报告",
    "张三 男 45岁 肺结核要几小时报告": "▢ 肺结核要几小时报告",
    "患者王强（男，68岁）拒绝手术怎么办": "▢）拒绝手术怎么办",
    "李女士，32岁，要求封存病历": "▢，要求封存病历",
    "住院号 A123456 的病历丢了": "▢ 的病历丢了",
    "病历号：00123456能给保险公司吗": "▢能给保险公司吗",
    "床号：12，病人要走": "▢，病人要走",
    "12床的病人要自动出院": "▢要自动出院",
    "患者張三，男，45歲，身份證１１０１０５１９４９１２３１００２１能轉院嗎": "▢能轉院嗎",
    "Patient named Wang Fang wants her records": "▢ wants her records",
    "Mr. Wang in bed 12 refuses surgery": "▢ in ▢ refuses surgery",
    "Li Na (F, 32) asks for abortion": "▢) asks for abortion",
    "MRN 00123456: may I send it?": "▢: may I send it?",
    "Admission number A20231234, seal it?": "▢, seal it?",
    "John Smith, 45-year-old, phone 13912345678": "▢, phone ▢",
}


@pytest.mark.parametrize("text", DETAILS)
def test_patient_details_are_noticed_and_taken_out(text: str) -> None:
    assert patient_details(text)
    assert DETAILS[text] == without_details(text, "▢")


@pytest.mark.parametrize(
    "text",
    [
        "未满18岁的人可以捐肾吗",
        "罚款10000元合理吗",
        "第1222条",
        "患者姓名能公开吗",
        "患者叫什么名字要写在处方上吗",
        "20张床的医院要几个医生",
        "男，45岁的医师还能考试吗",
        "高中生，17岁可以签同意书吗",
        "病历保存30年还是15年",
        "身份证号要写在病历上吗",
        "我叫张伟，想变更执业地点",
        "护士叫病人起床算违规吗",
        "医师资格证书编号 200642110420000197003280061 对吗",
        "Can a patient refuse treatment?",
        "May a hospital turn away a patient with HIV who needs other treatment?",
        "Must a 20-bed hospital have a pharmacist?",
        "May Dr Wang Fang practise at two hospitals?",
        "Patient Safety Law article 12",
    ],
)
def test_words_of_law_are_no_patient_details(text: str) -> None:
    assert not patient_details(text)
    assert text == without_details(text, "▢")


@pytest.mark.parametrize(
    ("question", "cue"),
    [
        ("几天内报告", cues.Cue.HOW_LONG),
        ("罚多少", cues.Cue.PENALTY),
        ("who decides", cues.Cue.WHO),
        ("可以吗", cues.Cue.MAY_I),
    ],
)
def test_a_question_shows_what_shape_of_answer_it_wants(question: str, cue: cues.Cue) -> None:
    assert cue in cues.asked(question)


LINES = (
    "有下列情形之一的，注销注册：",
    "（一）死亡的；",
    "（二）中止行医活动满二年的。",
    "医疗机构应当在三十日内向卫生部门报告前款规定的情形，并且按照国家有关规定办理注销的各项手续。",
    "卫生部门发现的，应当及时办理，并且向社会公告，告知本人和所在的医疗机构，保存有关的材料以备查。",
)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("中止行医满二年", (0, 2)),
        ("医疗机构几日内报告", (3,)),
        ("哪些情形注销注册", (0, 1, 2)),
    ],
)
def test_the_lines_that_answer_are_quoted_with_what_they_need(
    question: str, chosen: tuple[int, ...]
) -> None:
    weights = dict.fromkeys(query_codes(normalise(question)), 1.0)

    assert chosen == quote.choose(LINES, weights, question)


FILLER = (
    "为了让这一条长到不能整条引用，这里还有一款与问题完全无关的文字，它讲的是别的事，一句接一句。"
)
ALIKE = "职工有下列情形之一的，视同："


@pytest.mark.parametrize(
    ("lines", "question", "chosen"),
    [
        (
            (
                ALIKE,
                "（一）突发疾病死亡的；",
                "（二）抢险受伤的；",
                "有前款第（一）项情形的，享受待遇。",
            ),
            "享受待遇",
            (0, 1, 2, 3),
        ),
        (
            (
                "有下列情形的：",
                "（一）家属不配合诊疗；",
                "（二）情况紧急；",
                "前款情形中，也有过错的，应当赔偿。",
            ),
            "家属不配合诊疗",
            (0, 1, 3),
        ),
        (
            ("向境外提供的，应当具备下列条件之一：", "（一）通过安全评估；", "（二）经过认证。"),
            "安全评估",
            (0, 1, 2),
        ),
        (
            ("有下列行为之一的，处以罚款：", "（一）泄露隐私；", "（二）索要财物；"),
            "索要财物",
            (0, 2),
        ),
        (
            (
                "变更的，应当办理变更手续。",
                "有下列活动的，可以不办理：",
                "（一）会诊；",
                "（二）进修。",
            ),
            "应当办理变更手续",
            (0, 1, 2, 3),
        ),
    ],
    ids=["what it points back to", "its proviso", "all conditions", "one deed", "exceptions"],
)
def test_a_line_brings_what_it_would_be_misunderstood_without(
    lines: tuple[str, ...], question: str, chosen: tuple[int, ...]
) -> None:
    weights = dict.fromkeys(query_codes(normalise(question)), 1.0)

    assert chosen == quote.choose((*lines, FILLER, FILLER), weights, question)


def test_a_short_article_is_quoted_whole() -> None:
    assert quote.choose(("甲。", "乙。"), {}, "x") == (0, 1)


def test_every_spelling_of_a_character_is_one() -> None:
    assert normalise("執業註冊 ＡＢ１２") == "执业注册 ab12"


def test_signposts_lead_somewhere() -> None:
    posts = signposts()

    assert len(posts) > 800
    assert all(post.phrases for post in posts)
    assert all(post.term or post.sources for post in posts)


def test_guides_speak_both_languages() -> None:
    guides = read_guides()
    languages = {
        guide.id: {other.language for other in guides if other.id == guide.id} for guide in guides
    }

    assert {"zh", "en"} == set().union(*languages.values())
    assert [name for name, held in languages.items() if held != {"zh", "en"}] == []


def test_a_source_names_a_law_and_an_article() -> None:
    found = source("医师法:14")

    assert found is not None and (found.law, found.article) == ("医师法", "14")
    assert source("") is None
