"""Optional models behind any OpenAI-compatible address: embeddings, rerank, chat.

Everything works without them. A model that is slow, wrong or gone costs the asker nothing: the
call returns None and the lexical answer stands. Only question and quoted lines are sent.
"""

import json
import logging
import os
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_LOG = logging.getLogger(__name__)
_LARGEST = 16 * 2**20


class Endpoint(BaseModel):
    """One model of one server; the key is read from the environment variable that is named.

    `base` ends before `/embeddings`: https://host/v1. `query_prefix` and `document_prefix` are
    what some embedding models want before each text.
    """

    model_config = ConfigDict(frozen=True)

    base: str
    model: str
    key_env: str = ""
    timeout: float = Field(default=8.0, gt=0)
    query_prefix: str = ""
    document_prefix: str = ""
    batch: int = Field(default=32, gt=0)


class Models(BaseModel):
    """The endpoints that an operator set; any may be missing."""

    model_config = ConfigDict(frozen=True)

    embed: Endpoint | None = None
    rerank: Endpoint | None = None
    chat: Endpoint | None = None


def embed(endpoint: Endpoint, texts: Sequence[str], *, question: bool) -> list[list[float]] | None:
    """Return one vector for each text, or None when the endpoint fails."""
    prefix = endpoint.query_prefix if question else endpoint.document_prefix
    vectors: list[list[float]] = []
    for at in range(0, len(texts), endpoint.batch):
        part = [prefix + text for text in texts[at : at + endpoint.batch]]
        told = _post(endpoint, "embeddings", {"model": endpoint.model, "input": part})
        rows = _rows(told, "data", len(part))
        if rows is None or not all(_is_vector(row.get("embedding")) for row in rows):
            return None
        rows.sort(key=lambda row: row.get("index", 0))
        vectors.extend(row["embedding"] for row in rows)
    return vectors


def rerank(endpoint: Endpoint, question: str, texts: Sequence[str]) -> list[float] | None:
    """Return a relevance for each text in order, or None when the endpoint fails."""
    body = {"model": endpoint.model, "query": question, "documents": list(texts)}
    rows = _rows(_post(endpoint, "rerank", body), "results", len(texts))
    if rows is None:
        return None
    scores = {row.get("index"): row.get("relevance_score") for row in rows}
    found = [scores.get(at) for at in range(len(texts))]
    numbers = [float(score) for score in found if isinstance(score, int | float)]
    return numbers if len(numbers) == len(texts) else None


def chat(endpoint: Endpoint, system: str, user: str) -> dict[str, Any] | None:
    """Return the JSON object that a chat model answers with, or None when it gives none."""
    body = {
        "model": endpoint.model,
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ],
    }
    rows = _rows(_post(endpoint, "chat/completions", body), "choices", 1)
    try:
        told = json.loads(rows[0]["message"]["content"]) if rows else None
    except (KeyError, TypeError, ValueError):
        _LOG.warning("chat model answered without JSON")
        return None
    return told if isinstance(told, dict) else None


def _is_vector(value: object) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(x, int | float) for x in value)
    )


def _rows(told: dict[str, Any] | None, name: str, count: int) -> list[dict[str, Any]] | None:
    rows = told.get(name) if told else None
    if not isinstance(rows, list) or len(rows) != count:
        return None
    return rows if all(isinstance(row, dict) for row in rows) else None


def _post(endpoint: Endpoint, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
    """Post JSON and return the JSON object of the answer; None, logged, for anything else."""
    request = urllib.request.Request(
        f"{endpoint.base.rstrip('/')}/{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **_authorization(endpoint)},
    )
    try:
        with urllib.request.urlopen(request, timeout=endpoint.timeout) as answer:
            told = json.loads(answer.read(_LARGEST))
    except (OSError, HTTPException, ValueError) as error:
        _LOG.warning("model endpoint failed: %s %s", path, type(error).__name__)
        return None
    return told if isinstance(told, dict) else None


def _authorization(endpoint: Endpoint) -> dict[str, str]:
    key = os.environ.get(endpoint.key_env, "") if endpoint.key_env else ""
    return {"Authorization": f"Bearer {key}"} if key else {}
