"""How a line looks in Telegram: cut, quoted, labelled; no emoji shifts a quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import telegram_button
from bot.channels.telegram_button import Direct, Stored
from bot.channels.telegram_show import ROW_COLUMNS, columns, keyboard, messages, shortened
from bot.channels.telegram_text import LONGEST, Block, Look, Piece, pieces, units
from bot.delivery import Sender, ShownProgress
from bot.settings import Settings
from handlers.effect import Input, Style
from tests.bot.telegram.lines import LAW, button, line

PLAIN = Settings()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
BLOCKS = st.lists(
    st.builds(Block, text=TEXTS, look=st.sampled_from(Look), gap=st.sampled_from(["\n", "\n\n"]))
)


def stretch(piece: Piece, place: int) -> str:
    """What an entity of a message covers, counted as Telegram counts."""
    entity = piece.entities[place]
    raw = piece.text.encode("utf-16-le")
    return raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


@given(BLOCKS, st.integers(2, 40))
def test_no_message_is_longer_than_the_limit_or_empty(blocks: list[Block], longest: int) -> None:
    made = pieces(blocks, longest)
    assert [p for p in made if units(p.text) > longest or not p.text.strip()] == []


@given(BLOCKS, st.integers(2, 40))
def test_cutting_loses_no_letter(blocks: list[Block], longest: int) -> None:
    shown = "".join(piece.text for piece in pieces(blocks, longest))
    said = "".join(block.text for block in blocks)
    assert "".join(shown.split()) == "".join(said.split())


@given(BLOCKS, st.integers(2, 40))
def test_entities_lie_within_their_message_and_cover_whole_letters(
    blocks: list[Block], longest: int
) -> None:
    for piece in pieces(blocks, longest):
        for place in range(len(piece.entities)):
            assert stretch(piece, place) in piece.text


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraph = "一" * 1500
    made = pieces([Block(text="\n\n".join([paragraph] * 5))])
    assert [piece.text for piece in made] == [f"{paragraph}\n\n{paragraph}"] * 2 + [paragraph]


def test_a_citation_is_a_quotation_with_law_article_and_day() -> None:
    (piece,) = messages(line("可以。😀", citations=(LAW,)), PLAIN)
    assert piece.text == (
        "可以。😀\n\n《中华人民共和国医师法》第十四条\n"
        "医师经注册后，可以在医疗卫生机构中按照注册的执业地点执业。\n第二款。\n自2022年3月1日起施行"
    )
    assert [(e.type, stretch(piece, n)) for n, e in enumerate(piece.entities)] == [
        (Look.BOLD, "《中华人民共和国医师法》第十四条"),
        (Look.QUOTE, "\n".join(LAW.lines)),
        (Look.NOTE, "自2022年3月1日起施行"),
    ]


def test_the_articles_name_opens_the_article_where_our_pages_can_be_reached() -> None:
    (piece,) = messages(line(citations=(LAW,)), Settings(public_url="https://yizhu.example/"))
    heading = piece.entities[0]
    assert (heading.type, heading.url) == (
        Look.LINK,
        "https://yizhu.example/articles/physicians-law/14%2F1",
    )


def test_a_long_quotation_folds() -> None:
    law = LAW.but(lines=("长" * 700,))
    (piece,) = messages(line(citations=(law,)), PLAIN)
    assert piece.entities[1].type is Look.LONG_QUOTE


def test_what_a_model_adds_stands_apart_from_the_law() -> None:
    (piece,) = messages(line(citations=(LAW.but(gloss="模型写的：可以。"),)), PLAIN)

    assert (piece.entities[-1].type, stretch(piece, -1)) == (Look.NOTE, "模型写的：可以。")


def test_a_translation_stands_beneath_the_law_with_the_words_that_say_which_counts() -> None:
    law = LAW.but(translation=("Physicians may practise.",), translation_note="Translation:")
    (piece,) = messages(line(citations=(law,)), PLAIN)

    assert [(e.type, stretch(piece, n)) for n, e in enumerate(piece.entities)][2:] == [
        (Look.NOTE, "自2022年3月1日起施行"),
        (Look.NOTE, "Translation:"),
        (Look.QUOTE, "Physicians may practise."),
    ]


@pytest.mark.parametrize(("at", "of", "head"), [(0, 3, "(1/3)"), (1, 4, "(2/4)"), (3, 3, "(3/3)")])
def test_progress_stands_first(at: int, of: int, head: str) -> None:
    progress = ShownProgress(service="bind", title="绑定身份", at=at, of=of)
    (piece,) = messages(line("您的姓名？", progress=progress), PLAIN)
    assert piece.text == f"{head} 绑定身份\n\n您的姓名？"


def test_a_clerks_words_are_told_from_the_bots() -> None:
    (piece,) = messages(line("请补发第 2 页。", sender=Sender.CLERK), PLAIN)
    assert (piece.text, stretch(piece, 0)) == ("工作人员\n\n请补发第 2 页。", "工作人员")


def test_markup_in_a_name_stays_text() -> None:
    (piece,) = messages(line("<b>张</b>_伟_ & [x](y)"), PLAIN)
    assert piece == Piece(text="<b>张</b>_伟_ & [x](y)")


def test_short_buttons_of_one_style_share_a_row_and_long_ones_have_their_own() -> None:
    shown = line(
        buttons=(
            button("武汉市江岸区仁和医院 · 湖北省武汉市"),
            button("没有要找的"),
            button("上一步", style=Style.QUIET),
            button("为什么", style=Style.QUIET),
            button("稍后", style=Style.QUIET),
            button("取消", style=Style.QUIET),
        )
    )
    assert [[key.label for key in row] for row in keyboard(shown)] == [
        ["武汉市江岸区仁和医院 · 湖北省武汉…"],
        ["没有要找的"],
        ["上一步", "为什么", "稍后"],
        ["取消"],
    ]


def test_a_label_too_long_for_a_button_stands_in_full_in_the_message() -> None:
    label = "武汉市江岸区仁和医院 · 湖北省武汉市江岸区"
    (piece,) = messages(line("选哪一家？", buttons=(button(label),)), PLAIN)
    assert piece.text == f"选哪一家？\n· {label}"


@given(st.text(min_size=1))
def test_a_shortened_label_fits(label: str) -> None:
    assert columns(shortened(label)) <= ROW_COLUMNS


def test_what_matters_and_what_destroys_have_their_colours() -> None:
    shown = line(buttons=(button("提交", style=Style.MAIN), button("删除", style=Style.DANGER)))
    assert [key.style for row in keyboard(shown) for key in row] == ["primary", "danger"]


@pytest.mark.parametrize(
    ("in_chat", "url", "said"),
    [
        (True, "https://yizhu.example", False),
        (False, "https://yizhu.example", True),
        (False, "", True),
    ],
)
def test_a_selfie_is_taken_elsewhere_where_the_chat_may_not(
    in_chat: bool, url: str, said: bool
) -> None:
    settings = Settings(in_chat_photos=in_chat, public_url=url)
    (piece,) = messages(line("请拍一张自拍。", input=Input.SELFIE), settings)
    assert (piece.text != "请拍一张自拍。", (url in piece.text) or not url) == (
        said,
        said or not url,
    )


@given(st.integers(0, 10**9), st.integers(1, 10**12), st.text(min_size=1, max_size=200))
def test_every_key_travels_within_64_bytes_and_comes_back(turn: int, number: int, key: str) -> None:
    shown = line(id=number, turn=turn, buttons=(button("x", key=key),))
    data = telegram_button.data(shown, key)
    parsed = telegram_button.parse(data)
    if isinstance(parsed, Stored):
        assert parsed.line == number
        parsed = telegram_button.find(shown, parsed.digest)
    assert (len(data.encode()) <= 64, parsed) == (True, Direct(turn=turn, key=key))


@pytest.mark.parametrize("data", ["", "menu", "x:menu", "3:", ":menu", "=x:1", "-1:menu", "²:menu"])
def test_callback_data_that_is_not_ours_means_nothing(data: str) -> None:
    assert telegram_button.parse(data) is None


def test_a_digest_that_no_button_of_the_line_has_means_nothing() -> None:
    assert telegram_button.find(line(buttons=(button("x"),)), "0" * 16) is None


def test_the_limit_is_telegrams() -> None:
    assert [units(p.text) for p in pieces([Block(text="😀" * 2049)])] == [LONGEST, 2]
