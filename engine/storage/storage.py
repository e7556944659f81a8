"""One bucket: source documents under their SHA-256, finished files under keys their makers choose."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from engine import metrics
from engine.errors import NotFound, Unavailable
from engine.settings import Settings
from engine.storage.filenames import content_disposition

_MISSING = {"404", "NoSuchKey", "NotFound"}
_PRESENT = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"}
_BUCKET_PRESENT = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


class Storage:
    """Objects in the deployment's bucket. Raises Unavailable where S3 does not answer or refuses."""

    def __init__(self, client: Any, probe: Any, signer: Any, bucket: str):
        self._client = client
        self._probe = probe
        self._signer = signer
        self._bucket = bucket

    @classmethod
    def open(cls, settings: Settings) -> "Storage":
        """Connect lazily. URLs are signed for the address clients see, which is part of the signature."""
        def client(endpoint: str, *, seconds: float = 30, attempts: int = 3) -> Any:
            return boto3.client(
                "s3",
                endpoint_url=endpoint,
                region_name=settings.s3_region,
                aws_access_key_id=settings.s3_access_key,
                aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
                config=Config(
                    signature_version="s3v4",
                    s3={"addressing_style": "path"},
                    connect_timeout=min(seconds, 5),
                    read_timeout=seconds,
                    retries={"total_max_attempts": attempts, "mode": "standard"},
                    # Other S3 servers than Amazon's do not all know the newer default checksums.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )

        return cls(
            client(settings.s3_endpoint),
            client(settings.s3_endpoint, seconds=2, attempts=1),
            client(settings.s3_public_endpoint or settings.s3_endpoint),
            settings.s3_bucket,
        )

    def close(self) -> None:
        for client in (self._client, self._probe, self._signer):
            client.close()

    def ensure_bucket(self) -> None:
        """Create the bucket where it is missing."""
        with _errors("ensure_bucket"):
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                if _code(error) not in _MISSING | {"NoSuchBucket"}:
                    raise
                try:
                    self._client.create_bucket(Bucket=self._bucket)
                except ClientError as raced:
                    if _code(raced) not in _BUCKET_PRESENT:
                        raise

    def put_document(self, content: bytes, content_type: str) -> str:
        """Store a source document once, under documents/{sha256}; returns the SHA-256 in hex."""
        sha256 = hashlib.sha256(content).hexdigest()
        with _errors("put_document"):
            try:
                self._client.put_object(Bucket=self._bucket, Key=document_key(sha256), Body=content,
                                        ContentType=content_type, IfNoneMatch="*")
            except ClientError as error:
                if _code(error) not in _PRESENT:
                    raise
        return sha256

    def put_file(self, key: str, path: Path, content_type: str,
                 metadata: Mapping[str, str] | None = None) -> None:
        """Upload a file, in parts where it is large. metadata: ASCII values kept with the object."""
        with _errors("put_file"):
            extra = {"ContentType": content_type, "Metadata": dict(metadata or {})}
            self._client.upload_file(str(path), self._bucket, key, ExtraArgs=extra)

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store bytes under a key, over what stood there."""
        with _errors("put"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)

    def get(self, key: str) -> bytes:
        """The whole object. Raises NotFound."""
        with _errors("get"):
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def exists(self, key: str) -> bool:
        return self.head(key) is not None

    def head(self, key: str) -> dict[str, str] | None:
        """The object's metadata, or None where there is no such object."""
        with _errors("head"):
            try:
                return self._client.head_object(Bucket=self._bucket, Key=key).get("Metadata", {})
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise

    def delete(self, key: str) -> None:
        """Remove an object; absent ones are no error."""
        with _errors("delete"):
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def signed_url(self, key: str, filename: str, ttl: int) -> str:
        """A URL that downloads the object as `filename` for `ttl` seconds, for whoever holds it."""
        with _errors("signed_url"):
            return self._signer.generate_presigned_url(
                "get_object",
                Params={"Bucket": self._bucket, "Key": key,
                        "ResponseContentDisposition": content_disposition(filename)},
                ExpiresIn=ttl,
            )

    def ping(self) -> None:
        """Return within two seconds if the bucket answers; raises Unavailable."""
        with _errors("ping"):
            self._probe.head_bucket(Bucket=self._bucket)


def document_key(sha256: str) -> str:
    """Where a source document lies."""
    return f"documents/{sha256}"


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _errors(operation: str) -> Iterator[None]:
    try:
        with metrics.timed(metrics.s3, operation):
            yield
    except ClientError as error:
        if _code(error) in {"NoSuchKey", "404"}:
            raise NotFound from error
        raise Unavailable("The file store refused the request. Try again in a moment.") from error
    except (BotoCoreError, boto3.exceptions.Boto3Error) as error:
        raise Unavailable("The file store does not answer. Try again in a moment.") from error
