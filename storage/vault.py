"""Encryption at rest: a key per person, wrapped by a key that lives outside the database."""

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.models import DataKey

NONCE = 12
KEY = 32


class Unreadable(Exception):
    """What was sealed cannot be opened: its key is gone or is another one's."""


class Vault:
    """Seals and opens fields, and makes blind indexes of numbers that identify a person."""

    def __init__(self, master: bytes) -> None:
        self._wrapping = AESGCM(_derive(master, b"wrap"))
        self._index_key = _derive(master, b"index")
        self._rotation_key = _derive(master, b"rotation")
        self._keys: dict[str, AESGCM] = {}

    @classmethod
    def open(cls, key_file: Path) -> "Vault":
        """Read the deployment's key; make one (0600) at the first start."""
        if not key_file.exists():
            key_file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(KEY))
        return cls(key_file.read_bytes())

    def new_key(self, subject: str) -> DataKey:
        """A row for a new person's key; the caller saves it in its own unit of work."""
        key = os.urandom(KEY)
        self._keys[subject] = AESGCM(key)
        nonce = os.urandom(NONCE)
        wrapped = nonce + self._wrapping.encrypt(nonce, key, subject.encode())
        return DataKey(subject=subject, wrapped=wrapped)

    def learn(self, row: DataKey) -> None:
        """Unwrap a person's key for use by `seal` and `unseal`."""
        wrapped = bytes(row.wrapped)
        try:
            key = self._wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], row.subject.encode())
        except InvalidTag as problem:
            raise Unreadable(f"the key file does not open the key of {row.subject}") from problem
        self._keys[row.subject] = AESGCM(key)

    async def load(self, *subjects: str) -> None:
        """Make sure the keys of these people are at hand; Unreadable where one was erased."""
        wanted = [subject for subject in subjects if subject not in self._keys]
        if not wanted:
            return
        for row in await DataKey.filter(subject__in=wanted):
            self.learn(row)
        for subject in wanted:
            if subject not in self._keys:
                raise Unreadable(f"no key for {subject}")

    def forget(self, subject: str) -> None:
        """Drop a key from memory, after its row was deleted."""
        self._keys.pop(subject, None)

    def seal(self, subject: str, field: str, data: bytes) -> bytes:
        """Encrypt one field of one person; the place is part of what is authenticated."""
        nonce = os.urandom(NONCE)
        place = f"{subject}/{field}".encode()
        return nonce + self._keys[subject].encrypt(nonce, data, place)

    def unseal(self, subject: str, field: str, sealed: bytes) -> bytes:
        """Decrypt one field; Unreadable if it was moved, changed, or its key is gone."""
        place = f"{subject}/{field}".encode()
        try:
            return self._keys[subject].decrypt(sealed[:NONCE], sealed[NONCE:], place)
        except (InvalidTag, KeyError) as problem:
            raise Unreadable(f"{subject}/{field} cannot be opened") from problem

    def rotation(self, number: int) -> bytes:
        """The key of the rotation that hides face vectors; each number gives another one."""
        return _derive(self._rotation_key, b"rotation/%d" % number)

    def index(self, kind: str, value: str) -> str:
        """A keyed digest by which a number is found without being readable (64 hex digits)."""
        return hmac.new(self._index_key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt=None, info=b"yizhu/" + purpose).derive(master)
