"""Traditional to simplified characters, and pinyin; both dictionaries load on first use."""

from collections.abc import Callable
from functools import cache, lru_cache


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """`text` with traditional characters replaced by simplified ones (OpenCC t2s)."""
    return text if text.isascii() else _converter()(text)


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each Chinese character without tones; other runs of characters as they are."""
    from pypinyin import lazy_pinyin  # 0.2 s to import: only a search needs it

    return tuple(lazy_pinyin(text))


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
