"""Names of persons: read as typed, and compared with the name in the register."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from registry.chinese import simplified
from registry.problem import Mistake, Problem

SHORTEST = 2
LONGEST = 60
_HAN = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_DOTS = "·•・‧∙⋅●﹒･᛫"
_DOT = re.compile(rf"\s*[{_DOTS}]+\s*|(?<=[{_HAN}])\s*[.．]+\s*(?=[{_HAN}])")
_SPACE_AT_HAN = re.compile(rf"(?<=[{_HAN}·])\s+|\s+(?=[{_HAN}·])")
_LABEL = re.compile(
    r"^(?:(?:姓名|名字|name)\s*:|姓名\s|(?:我的)?名字(?:是|叫)|本人|我叫|叫我|我是"
    r"|my name is\s|dr\.?\s)+\s*",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"(?<=[{_HAN}]{{2}})\s*(?:医生|医师|大夫|先生|女士)+$")
_END = re.compile(r"[\s。.，,;；!！]+$")
_BETWEEN_PARTS = re.compile(r"[\s·.,，\-‐‑–'’ʼ]+")
_MAY_JOIN = " ·.-‐‑–'’ʼ〇"
# What a register holds in place of a character that it could not store.
_LOST = re.compile(r"[?？*＊□■〓\ufffd\ue000-\uf8ff]")

# One of each pair is on the ID card; hospitals wrote both after the second simplification of 1977.
_SURNAMES = "萧肖 傅付 阎闫 戴代 蓝兰 丘邱 于於 宁甯"
# Forms of one character: old print forms, and variants that the table of 2013 gave back to names.
_FORMS = (
    "清淸 青靑 真眞 乡鄕 彦彥 皓晧 熙煕凞 耀燿 略畧 村邨 映暎 春旾 岩喦 浚濬 泛汎氾 睿叡 修脩 遍徧 "
    "佩珮 雕琱 乃迺 果菓 邻隣 规槼 秋穐 卫衞 艳艶 哲喆 坤堃 渺淼 升昇陞 同仝 奔犇 苏甦 熔镕 吴呉 "
    "黄黃 户戶 内內 吕呂 晋晉 册冊 净淨 况況 峰峯 群羣 裙裠 略畧 煊昍"
)


class NameMatch(StrEnum):
    """How a given name stands to the recorded one."""

    EXACT = "exact"
    VARIANT = "variant"
    DIFFERENT = "different"


def parse(text: str) -> str | Mistake:
    """Read a typed name: one form of dot and space, no label, no ending mark.

    Letters of every script pass; digits, symbols, emoji, markup and control characters do not.
    """
    name = _tidy(text)
    if not name:
        return Mistake(problem=Problem.EMPTY)
    strange = dict.fromkeys(c for c in name if not _may_stand_in_a_name(c))
    if strange:
        shown = "".join(c for c in strange if c.isprintable())
        return Mistake(problem=Problem.WRONG_CHARACTERS, found=shown[:10])
    if len(name) > LONGEST:
        return Mistake(problem=Problem.TOO_LONG, expected=str(LONGEST), found=str(len(name)))
    if len(_BETWEEN_PARTS.sub("", name)) < SHORTEST:
        return Mistake(problem=Problem.TOO_SHORT, expected=str(SHORTEST), found=str(len(name)))
    return name


def compare(given: str, recorded: str, former_names: Iterable[str] = ()) -> NameMatch:
    """How `given` stands to `recorded`, or else to one of the `former_names`.

    EXACT ignores width, letter case, spaces, dots and hyphens. VARIANT is the same name written
    otherwise (traditional, an old form, 萧 and 肖, family name first or last, a character that the
    register lost), or a former name.
    """
    if _joined(given) == _joined(recorded):
        return NameMatch.EXACT
    if _is_variant(given, recorded):
        return NameMatch.VARIANT
    known_before = any(
        _joined(given) == _joined(former) or _is_variant(given, former) for former in former_names
    )
    return NameMatch.VARIANT if known_before else NameMatch.DIFFERENT


def search_key(name: str) -> str:
    """Equal for all written forms of one name; a lost character or another order differs."""
    standard = "".join(_STANDARD_FORM.get(c, c) for c in simplified(_joined(name)))
    return _STANDARD_SURNAME.get(standard[:1], standard[:1]) + standard[1:]


def _tidy(text: str) -> str:
    visible = "".join(c for c in text[: LONGEST * 20] if unicodedata.category(c) != "Cf")
    name = unicodedata.normalize("NFKC", visible)
    while (tidier := _tidied_once(name)) != name:
        name = tidier
    return name


def _tidied_once(name: str) -> str:
    unlabelled = _TITLE.sub("", _END.sub("", _LABEL.sub("", name.strip(), count=1)))
    one_dot = _DOT.sub("·", unlabelled)
    return re.sub(r"[ \u3000\u00a0]+", " ", _SPACE_AT_HAN.sub("", one_dot)).strip(" ·")


def _may_stand_in_a_name(character: str) -> bool:
    return character in _MAY_JOIN or unicodedata.category(character)[0] in "LM"


def _joined(name: str) -> str:
    return _BETWEEN_PARTS.sub("", _tidy(name)).casefold()


def _is_variant(given: str, recorded: str) -> bool:
    if search_key(given) == search_key(recorded):
        return True
    return _latin_parts(given) == _latin_parts(recorded) != () or _lost_only(given, recorded)


def _latin_parts(name: str) -> tuple[str, ...]:
    """Parts of a Latin name in alphabetical order and without accents; () for other scripts."""
    decomposed = unicodedata.normalize("NFD", _tidy(name).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    parts = [part for part in _BETWEEN_PARTS.split(plain) if part]
    return tuple(sorted(parts)) if plain.isascii() else ()


def _lost_only(given: str, recorded: str) -> bool:
    """Whether the names differ only where the register lost a character, and agree elsewhere."""
    typed, stored = search_key(given), search_key(recorded)
    lost = len(_LOST.findall(stored))
    if not lost or len(typed) != len(stored) or lost == len(stored):
        return False
    return all(b == a or _LOST.match(b) for a, b in zip(typed, stored, strict=True))


def _to_first(groups: str) -> dict[str, str]:
    return {other: group[0] for group in groups.split() for other in group[1:]}


_STANDARD_FORM = _to_first(_FORMS)
_STANDARD_SURNAME = _to_first(_SURNAMES)
