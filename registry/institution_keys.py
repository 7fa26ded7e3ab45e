"""The texts by which an institution can be found, and queries brought to the same form."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from registry.chinese import simplified, syllables
from registry.frozen import Frozen
from registry.institution import Institution
from registry.regions import region

LONGEST_QUERY = 40


class Way(StrEnum):
    """By what an institution was found; the reason that is shown with it."""

    CODE = "code"
    NAME = "name"
    ALIAS = "alias"
    FORMER_NAME = "former_name"
    SHORT_NAME = "short_name"
    SOUND = "sound"
    PLACE = "place"
    SIMILAR = "similar"


class Key(Frozen):
    """One searchable text of an institution."""

    text: str
    way: Way


_NOISE = re.compile(r"[\s\-_/,，。.、;；:：()（）《》\"'“”·的]+")
_WRAPPING = re.compile(
    r"^(?:我?(?:现在|以后|要|想|准备)?(?:在|去|到|调到|跳槽到|来自|是|叫)|新医院(?:是|叫)|单位(?:是|叫))"
    r"|(?:上班|工作|执业|呢|吧|啊|那个|那家)$"
)
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_NUMBERED_AFFILIATE = re.compile(r"第([一二三四五六七八九十]+)附属")
_AFFILIATED_NUMBER = re.compile(r"附属第([一二三四五六七八九十]+)")


def normal(text: str) -> str:
    """Half width, lower case, simplified, no spaces or marks; digits beside Chinese as 一二三."""
    plain = simplified(unicodedata.normalize("NFKC", text).lower())
    bare = _NOISE.sub("", plain)
    return bare if bare.isascii() else bare.translate(_DIGITS)


def normal_query(text: str) -> str:
    """A query as `normal`, without the words around it ("我在……上班")."""
    bare = normal(text[: LONGEST_QUERY * 3])
    return (_WRAPPING.sub("", bare) or bare)[:LONGEST_QUERY]


def keys(institution: Institution) -> tuple[Key, ...]:
    """Every text by which the institution may be called, its own name first."""
    return tuple(Key(text=text, way=way) for text, way in dict(_texts(institution)).items() if text)


def place(institution: Institution) -> str:
    """Province, city and county in one text, "" for an unknown code."""
    where = region(institution.region)
    return normal(where.full_name) if where else ""


def sound(text: str) -> str:
    """The pinyin of `text` in one word."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """The first letters of the pinyin of `text`."""
    return "".join(syllable[:1] for syllable in syllables(text))


def _texts(institution: Institution) -> Iterator[tuple[str, Way]]:
    for former in institution.former_names:
        yield normal(former), Way.FORMER_NAME
    for alias in institution.aliases:
        yield normal(alias), Way.ALIAS
    if institution.name_en:
        yield normal(institution.name_en), Way.NAME
    yield from ((text, Way.SHORT_NAME) for text in _reordered(normal(institution.name)))
    yield normal(institution.name), Way.NAME


def _reordered(name: str) -> Iterator[str]:
    """第一附属 is also called 附属第一 and 附一."""
    for pattern in (_NUMBERED_AFFILIATE, _AFFILIATED_NUMBER):
        if match := pattern.search(name):
            before, after = name[: match.start()], name[match.end() :]
            yield f"{before}附{match[1]}{after}"
            yield f"{before}附属第{match[1]}{after}"
