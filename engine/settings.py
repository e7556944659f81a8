"""One place for every setting, read from the environment (prefix LOTGRAPH_)."""

from functools import lru_cache
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.limits import Limits

_DEVELOPMENT_SECRET = "development-only"


def _seed_name(name: str) -> AliasChoices:
    return AliasChoices(f"LOTGRAPH_{name}", name)


class Settings(BaseSettings):
    """How one deployment is put together. Secrets at their defaults are refused outside development."""

    model_config = SettingsConfigDict(env_prefix="LOTGRAPH_", populate_by_name=True, extra="ignore")

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses default secrets and demands https for public_url."
    )
    secret_key: SecretStr = Field(
        SecretStr(_DEVELOPMENT_SECRET), description="Root of the secrets that are derived instead of stored."
    )
    public_url: str = Field("http://127.0.0.1:8000", description="Address under which clients reach the API.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged.")

    neo4j_uri: str = Field("bolt://127.0.0.1:7687", description="Bolt address of Neo4j.")
    neo4j_user: str = Field("neo4j", description="Neo4j user.")
    neo4j_password: SecretStr = Field(SecretStr(_DEVELOPMENT_SECRET), description="Neo4j password.")
    neo4j_database: str = Field("neo4j", description="Database name; always sent, which saves a round trip.")

    redis_url: SecretStr = Field(SecretStr("redis://127.0.0.1:6379/0"), description="Redis for the job queue.")
    queue_prefix: str = Field("lotgraph", description="Prefix of queue names, so that deployments can share a Redis.")

    s3_endpoint: str = Field("http://127.0.0.1:7070", description="S3 address as the servers see it.")
    s3_public_endpoint: str | None = Field(
        None, description="S3 address as clients see it, used in signed URLs; s3_endpoint when unset."
    )
    s3_region: str = Field("us-east-1", description="S3 region, part of every signature.")
    s3_access_key: str = Field("lotgraph", description="S3 access key.")
    s3_secret_key: SecretStr = Field(SecretStr(_DEVELOPMENT_SECRET), description="S3 secret key.")
    s3_bucket: str = Field("lotgraph", description="Bucket for source documents and exports.")

    export_template: Literal["fda_per_cte", "kde_single"] = Field(
        "fda_per_cte",
        validation_alias=_seed_name("EXPORT_TEMPLATE"),
        description="FDA's full template, or one sheet of KDEs.",
    )
    exports_eager: bool = Field(
        False,
        validation_alias=_seed_name("EXPORTS_EAGER"),
        description="Render exports inside the request instead of in a worker.",
    )
    signed_url_ttl: int = Field(
        900, ge=1, le=604_800, validation_alias=_seed_name("SIGNED_URL_TTL"),
        description="Life of a signed URL, seconds.",
    )
    webhook_private_targets: bool = Field(
        False, description="Let webhooks use http and addresses of the own network; for development."
    )
    rate_limit_per_minute: int = Field(300, ge=1, description="Requests a minute of one credential.")
    rate_limit_per_day: int = Field(10_000, ge=1, description="Requests a day (UTC) of one credential.")
    rate_limit_publishable_per_minute: int = Field(
        100, ge=1, description="Requests a minute of one publishable key, unless the key says otherwise."
    )
    sign_in_failures_per_day: int = Field(
        100, ge=1, description="Failed attempts a day (UTC) to sign in as one user, from wherever; then 429.",
    )
    rate_limit_anonymous_per_minute: int = Field(
        60, ge=1, description="Requests a minute of one client address without a good credential."
    )
    trusted_proxies: str | None = Field(
        None, description="Networks of reverse proxies whose X-Forwarded-For is believed, separated by commas."
    )
    places_on_trust: bool | None = Field(
        None, description="Let organizations register any place as theirs by their word; unset, in development only."
    )
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token that /metrics asks for; unset, only callers on the machine itself may read it."
    )
    transporters: str | None = Field(
        None, description="Names or GLNs of carriers, separated by semicolons; none of them sends or receives food."
    )
    error_docs_base: str | None = Field(
        None, description="Base of problem `type` URLs; public_url + /docs/errors when unset."
    )
    limits: Limits = Field(default_factory=Limits, description="Bounds on size and time; see engine/limits.py.")

    @property
    def trusts_places(self) -> bool:
        """Whether an organization's word is enough for a place to be its own."""
        return self.environment == "development" if self.places_on_trust is None else self.places_on_trust

    @model_validator(mode="after")
    def _refuse_default_secrets(self) -> "Settings":
        if self.environment == "production":
            for name in ("secret_key", "neo4j_password", "s3_secret_key"):
                if getattr(self, name).get_secret_value() == _DEVELOPMENT_SECRET:
                    raise ValueError(f"LOTGRAPH_{name.upper()} must be set in production")
            if not self.public_url.startswith("https://"):
                raise ValueError("LOTGRAPH_PUBLIC_URL must be https in production")
        return self


@lru_cache
def settings_from_environment() -> Settings:
    """The settings of this process, read once."""
    return Settings()
