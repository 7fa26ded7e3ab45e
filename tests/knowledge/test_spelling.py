"""Homophone slips are repaired, and nothing else is touched."""

import pytest

from knowledge.formats.marked import from_text, to_document
from knowledge.signposts import Signposts
from knowledge.snapshot import take
from knowledge.spelling import Speller
from knowledge.vocabulary import signposts
from tests.knowledge.conftest import PRACTICE


@pytest.fixture(scope="module")
def speller() -> Speller:
    snapshot = take(1, [to_document("a.md", from_text(PRACTICE))])
    return Speller(snapshot.index, Signposts(signposts()))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("超范围执也", "超范围执业"),
        ("定期考合", "定期考核"),
        ("吊消证书", "吊销证书"),
        ("调介", "调解"),
    ],
)
def test_a_slip_is_read_by_its_sound(speller: Speller, written: str, meant: str) -> None:
    assert meant == speller.repair(written)


@pytest.mark.parametrize(
    "text",
    ["变更执业地点要办手续吗", "医师多点执业备案", "今天天气怎么样", "how long?", "", "证"],
)
def test_what_is_well_written_stays(speller: Speller, text: str) -> None:
    assert text == speller.repair(text)
