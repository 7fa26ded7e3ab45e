"""Is this message a question, and is it about the asker's own case? Cheap, for every message."""

from knowledge.patterns import load

_SHORTEST = 3


def looks_like_question(text: str) -> bool:
    """Tell whether a message asks something, rather than answering a form's step."""
    text = text.strip()
    if len(text) < _SHORTEST:
        return False
    patterns = load("question")
    if any(patterns[kind].search(text) for kind in ("mark", "reference", "english")):
        return True
    return bool(patterns["asking"].search(text)) and not patterns["not_asking"].search(text)


def own_case(text: str) -> bool:
    """Tell whether a message asks about the asker's own application, file or credits."""
    return bool(load("own_case")["own_case"].search(text))
