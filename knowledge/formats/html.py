"""HTML pages to marked lines: text by block, without scripts, menus and footers."""

from html.parser import HTMLParser

from knowledge.formats.marked import Marked

_NOISE = frozenset(
    ("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template")
)
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS = frozenset(
    ("p", "li", "tr", "div", "br", "blockquote", "pre", "dd", "dt", "td", "th", "section")
)


def read(text: str) -> Marked:
    """Return the lines of a page; headings carry their level."""
    page = _Page()
    page.feed(text)
    page.close()
    page.finish_line()
    titled = any(line.startswith("# ") for line in page.lines)
    facts = {"title": page.title.strip()} if page.title.strip() and not titled else {}
    return Marked(lines=tuple(page.lines), facts=facts)


class _Page(HTMLParser):
    """Gathers text until a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.title = ""
        self._words: list[str] = []
        self._marks = ""
        self._silent: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOISE:
            self._silent.append(tag)
        self._in_title = tag == "title"
        if tag in _BLOCKS or tag in _HEADINGS:
            self.finish_line()
            self._marks = _HEADINGS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        self._in_title = self._in_title and tag != "title"
        if tag in _BLOCKS or tag in _HEADINGS:
            self.finish_line()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._silent:
            self._words.append(data)

    def finish_line(self) -> None:
        text = " ".join("".join(self._words).split())
        if text:
            self.lines.append(f"{self._marks} {text}".strip())
        self._words, self._marks = [], ""
