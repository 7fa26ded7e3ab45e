"""Every setting of the program, read from the environment as YIZHU_<NAME>."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from identity.engines.choice import EngineChoice
from knowledge.endpoints import Models


class Settings(BaseSettings):
    """What an operator can set; docs/operating.md says when."""

    model_config = SettingsConfigDict(env_prefix="YIZHU_", extra="ignore")

    host: str = Field("127.0.0.1", validation_alias="HOST")
    """Address the web server listens on."""
    port: int = Field(8080, validation_alias="PORT")
    """Port the web server listens on."""
    home: Path = Path("var")
    """Folder of everything that is kept: database, files, key, knowledge base."""
    database_url: str = ""
    """Address of a PostgreSQL database; empty: SQLite in `home`."""
    key_file: Path | None = None
    """The deployment's key, 32 bytes, kept apart from the database; empty: `home`/key."""
    demo: bool | None = None
    """Load the synthetic register; unset: only into an empty register."""
    public_url: str = ""
    """The address people reach the server by, when it stands behind a proxy."""
    upload_max_mb: int = 20
    """Largest file taken from a person."""
    step_up_minutes: int = 30
    """How fresh a verification must be to submit."""
    bind_tries: int = 5
    """Failed bindings before a pause."""
    verify_tries: int = 5
    """Photos that may fail the quality check before a clerk is asked."""
    lock_minutes: int = 60
    """Length of that pause."""
    review_days: int = 3
    """Days that pictures of an open face review are kept at most."""
    attest_months: int = 12
    """Age at which a practice file is to be confirmed again."""
    in_chat_photos: bool = True
    """Whether selfies and films of a face are taken on platforms other than our own page."""
    telegram_token: SecretStr | None = None
    """Token of the Telegram bot; unset: no Telegram."""
    telegram_webhook_url: str = ""
    """Public https address for Telegram's webhook; empty: polling."""
    telegram_webhook_secret: SecretStr | None = None
    """Secret that Telegram sends with every webhook call."""
    telegram_api: str = ""
    """Address of another Bot API server; empty: Telegram's own."""
    models: Models | None = None
    """OpenAI-compatible endpoints for embeddings, rerank and chat, as JSON; unset: none."""
    face_engine: EngineChoice | None = None
    """Which face engine, with its weight files, as JSON; unset: dlib with the packaged weights."""
    face_thresholds: Path | None = None
    """File that `identity calibrate` wrote; unset: the shipped thresholds."""
    workers: int = 0
    """Processes that compare faces; 0: as many as there are cores."""

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'yizhu.db'}"

    @property
    def key(self) -> Path:
        """Where the deployment's key is."""
        return self.key_file or self.home / "key"
