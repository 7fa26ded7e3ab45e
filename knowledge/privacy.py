"""Signs of a patient's details in a question: noticed, told, taken out, never kept.

`sign` patterns each are enough to notice details; `more` ones are taken out with them, but are
far too common to be a sign of anything by themselves.
"""

import re

from knowledge.patterns import load

# Traditional characters that the patterns and the common surnames need, one for one.
_TRADITIONAL = "證歷號歲電話門診醫檢驗標條碼產婦傷屬張陳劉楊黃趙吳孫馬羅鄭謝韓馮蕭許鄧蔣蘇葉呂盧賈"
_SIMPLIFIED = "证历号岁电话门诊医检验标条码产妇伤属张陈刘杨黄赵吴孙马罗郑谢韩冯萧许邓蒋苏叶吕卢贾"
_GAP = re.compile(r"[，,、;；\s（()）]*")
_FOLDED = str.maketrans(_TRADITIONAL, _SIMPLIFIED) | {0xFEE0 + at: at for at in range(0x21, 0x7F)}


def patient_details(text: str) -> bool:
    """Tell whether a question seems to carry details of a person."""
    return bool(load("privacy")["sign"].search(text.translate(_FOLDED)))


def without_details(text: str, mark: str) -> str:
    """Return a text with `mark` in the place of a person's details; as it is where it has none."""
    if not patient_details(text):
        return text
    bare, at = "", 0
    for start, end in _spans(text.translate(_FOLDED)):
        between = text[at:start]
        if not bare.endswith(mark) or not _GAP.fullmatch(between):
            bare += between + mark
        at = end
    return bare + text[at:]


def _spans(folded: str) -> list[tuple[int, int]]:
    """Return where the details stand, in order and apart from each other."""
    patterns = load("privacy")
    found = sorted(m.span() for kind in ("sign", "more") for m in patterns[kind].finditer(folded))
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if apart and start < apart[-1][1]:
            start, end = apart[-1][0], max(end, apart.pop()[1])
        apart.append((start, end))
    return apart
