"""How well one institution fits a query, and why."""

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import partial_ratio

from registry.institution_keys import Key, Way

_WHOLE = {Way.NAME: 1.0, Way.ALIAS: 0.97, Way.FORMER_NAME: 0.95, Way.SHORT_NAME: 0.95}
_FOUND_INSIDE = 0.7
_FOUND_IN_ORDER = 0.45
_FOUND_SIMILAR = 0.4
_SHARE = 0.2
_PLACE_ONLY = 0.5
_PLACE_TAKEN_OFF = 0.18
_PLACE_SUFFIXES = "省市区县"
_LEAST_SIMILAR = 0.6

Score = tuple[float, Way]
NO_FIT: Score = (0.0, Way.SIMILAR)


def score(query: str, place: str, keys: tuple[Key, ...]) -> Score:
    """The best fit of the whole query to a name, or of its rest once the place is taken off."""
    best = max((_fit(query, key) for key in keys), default=NO_FIT)
    rest = without_place(query, place)
    if rest == query:
        return best
    if len(rest) < 2:
        return max(best, (_PLACE_ONLY, Way.PLACE))
    fit, way = max((_fit(rest, key) for key in keys), default=NO_FIT)
    return max(best, (fit - _PLACE_TAKEN_OFF, way)) if fit else best


def similar(query: str, keys: tuple[Key, ...]) -> Score:
    """The fit of a query with typing errors; NO_FIT below six tenths of it right."""
    best = max((_similarity(query, key.text) for key in keys), default=0.0)
    if best < _LEAST_SIMILAR:
        return NO_FIT
    return _FOUND_SIMILAR + _SHARE * best, Way.SIMILAR


def without_place(query: str, place: str) -> str:
    """`query` without the longest beginning that names its place ("武昌协和" → "协和")."""
    rest = query
    while rest:
        length = next((n for n in range(len(rest), 1, -1) if rest[:n] in place), 0)
        if not length:
            return rest
        rest = rest[length:].lstrip(_PLACE_SUFFIXES)
    return rest


def _fit(query: str, key: Key) -> Score:
    if query == key.text:
        return _WHOLE[key.way], key.way
    share = len(query) / max(len(key.text), 1)
    if query in key.text:
        starts = 0.05 if key.text.startswith(query) else 0.0
        return _FOUND_INSIDE + starts + _SHARE * share, key.way
    span = _span_in_order(query, key.text)
    if span:
        tightness = len(query) / span
        return _FOUND_IN_ORDER + _SHARE * tightness + _SHARE / 2 * share, Way.SHORT_NAME
    return NO_FIT


def _span_in_order(query: str, text: str) -> int:
    """Length of the stretch of `text` that holds the query's characters in order, 0 if none."""
    start = end = -1
    for character in query:
        end = text.find(character, end + 1)
        if end < 0:
            return 0
        start = end if start < 0 else start
    return end - start + 1


def _similarity(query: str, text: str) -> float:
    whole = OSA.normalized_similarity(query, text)
    return max(whole, partial_ratio(query, text) / 100 - 0.1)
