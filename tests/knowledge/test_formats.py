"""Files of every kind become the same documents; what cannot be read is refused with a reason."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from knowledge.document import Document, Reason
from knowledge.formats import child, reading
from knowledge.formats.marked import from_text, short_title, to_document

ARTICLES = [("1", ("行医应当注册。",)), ("2", ("有下列情形的：", "（一）甲；"))]


def contents(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(p.key, p.lines) for p in document.provisions]


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with a line of Helvetica for each string; none makes an empty page."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET" if lines else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return body + f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def test_markdown_is_read_with_its_facts(write: Callable[[str, str], Path]) -> None:
    file = write("a.md", "---\nissuer: 某部\n---\n# 某办法\n第一条 行医应当注册。\n")
    (document,) = reading.read(file)

    assert (document.heading.title, document.heading.issuer) == ("某办法", "某部")


def test_html_loses_menus_and_keeps_articles(write: Callable[[str, str], Path]) -> None:
    page = (
        "<html><head><title>x</title><script>第九条 bad</script></head><body>"
        "<nav>第八条 menu</nav><h1>某办法</h1><p>第一条 行医应当注册。</p>"
        "<div>第二条 有下列情形的：<br>（一）甲；</div></body>"
    )
    (document,) = reading.read(write("a.html", page))

    assert (document.heading.title, contents(document)) == ("某办法", ARTICLES)


def test_word_files_keep_headings_and_articles(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("某办法", 0)
    for line in ("第一条 行医应当注册。", "第二条 有下列情形的：", "（一）甲；"):
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    (document,) = reading.read(tmp_path / "a.docx")

    assert (document.heading.title, contents(document)) == ("某办法", ARTICLES)


def test_comments_state_facts_and_an_open_one_is_text() -> None:
    marked = from_text("<!-- issuer:   甲   -->\n第一条 乙。<!-- number: 一号\n-->\n<!-- 第二条")

    assert marked.facts == {"issuer": "甲", "number": "一号"}
    assert marked.lines == ("", "第一条 乙。", "<!-- 第二条")


def test_a_pdf_with_a_text_layer_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(["Guideline on the use of opioids", "Give the lowest dose that works."]))
    (document,) = reading.read(file)

    assert "Give the lowest dose that works." in document.provisions[-1].text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("scan.pdf", pdf([]), Reason.SCAN_WITHOUT_TEXT),
        ("broken.pdf", b"%PDF-1.4 nothing", Reason.UNREADABLE),
        ("broken.docx", b"PK not a zip", Reason.UNREADABLE),
        ("rows.jsonl", b'{"law": 1', Reason.UNREADABLE),
        ("a.exe", b"MZ", Reason.UNSUPPORTED),
        ("bad.txt", b"\xff\xfe\xff\xff\x80", Reason.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: Reason
) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    with pytest.raises(reading.Unusable) as refused:
        list(reading.read(file))

    assert reason == refused.value.reason


def test_a_document_that_unpacks_to_gigabytes_is_stopped_in_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<x>" + " " * 300_000_000)
    monkeypatch.setattr(child, "SECONDS", 20)

    assert isinstance(child.parse(file), Reason)


def test_rows_become_one_document_for_each_law_and_version(
    write: Callable[[str, str], Path],
) -> None:
    rows = [
        {"id": 7, "law": "甲法", "no": "第一条", "text": "一。", "eff": "2020-01-01"},
        {"id": 8, "law": "乙法", "no": "第三条", "text": "三。", "path": ["第一章 总则"]},
        {"id": 9, "law": "甲法", "no": "第一条", "text": "新一。", "eff": "2024-01-01"},
    ]
    file = write("rows.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))

    assert [
        ("rows.jsonl#甲法@2020-01-01", "7", date(2020, 1, 1)),
        ("rows.jsonl#乙法", "8", None),
        ("rows.jsonl#甲法@2024-01-01", "9", date(2024, 1, 1)),
    ] == [
        (d.heading.document, d.provisions[0].source_id, d.heading.in_force_from)
        for d in reading.read(file)
    ]


@pytest.mark.parametrize(
    ("text", "first", "current"),
    [
        ("<!--\nin_force: 2004-01-01 (2012-01-01 for 2011 amendment)\n-->", 2004, 2012),
        ("第一条 甲。\n第二条 本法自2022年3月1日起施行。", 2022, 2022),
        ("2001年6月20日 国务院公布\n第一条 甲。\n第二条 本办法自公布之日起施行。", 2001, 2001),
        ("第一条 甲。", None, None),
    ],
)
def test_dates_of_force_are_found(text: str, first: int | None, current: int | None) -> None:
    heading = to_document("x.md", from_text(f"# 某法\n{text}\n第九条 完。")).heading
    years = [d.year if d else None for d in (heading.first_in_force, heading.in_force_from)]

    assert [first, current] == years


def test_a_title_loses_the_name_of_the_state_only_before_a_law() -> None:
    assert [
        short_title("中华人民共和国医师法"),
        short_title("中华人民共和国年鉴"),
    ] == ["医师法", "中华人民共和国年鉴"]


def test_an_empty_fact_does_not_take_the_next_line() -> None:
    marked = from_text("<!--\nversion_date: \nissuer: 某部\n-->\n# 某法\n第一条 甲。")

    assert {"issuer": "某部"} == marked.facts
