"""The pages of the web chat, written by templates that escape everything."""

import json
from datetime import date
from functools import cache
from typing import Any

from aiohttp import web
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.texts import texts
from bot.web.assets import STATIC, VERSION, asset
from handlers.session import Lang

HTML_LANG = {Lang.ZH: "zh-CN", Lang.EN: "en"}
_DATES = {Lang.ZH: "zh", Lang.EN: "en_GB"}
# Texts that the page's own script needs: states, hints of the camera, complaints.
CLIENT = "web.client."


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(STATIC.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def client_texts(lang: Lang) -> dict[str, str]:
    """The texts of the page's script, by key without its prefix."""
    catalogue = texts(lang)
    return {
        key.removeprefix(CLIENT): catalogue.source(key)
        for key in sorted(catalogue.keys())
        if key.startswith(CLIENT)
    }


def written(name: str, lang: Lang, **values: Any) -> str:
    """A page in one language, as text."""

    def day(value: date) -> str:
        return format_date(value, "long", _DATES[lang])

    return _template(name).render(
        t=texts(lang).text, day=day, lang=lang.value, html_lang=HTML_LANG[lang], **values
    )


def page(name: str, lang: Lang, **values: Any) -> web.Response:
    """A page to be shown; never kept by the browser, for what it shows is personal."""
    text = written(name, lang, **values)
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})


def chat(lang: Lang, known: bool, upload_max_mb: int) -> web.Response:
    """The chat page; `known` tells whether the browser showed its secret."""
    setting = {
        "lang": lang.value,
        "known": known,
        "version": VERSION,
        "uploadMaxMb": upload_max_mb,
        "texts": client_texts(lang),
    }
    return page("chat.html", lang, setting=json.dumps(setting, ensure_ascii=False))
