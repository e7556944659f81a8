"""S3: versitygw over a folder."""

import os
from pathlib import Path

import boto3
import httpx
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

from engine.stack.gateway import ensure_gateway
from engine.stack.secrets import Secrets
from engine.stack.server import NotYet, Server

BUCKET = "lotgraph"
REGION = "us-east-1"


class S3Server(Server):
    """versitygw with keys from its environment; metadata in a sidecar where the disk lacks user xattrs."""

    name = "s3"
    port_names = ("s3",)

    def __init__(self, home: Path, port: int, secrets: Secrets) -> None:
        super().__init__(home)
        self.port = port
        self.secrets = secrets
        self._binary: Path | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        self._binary = ensure_gateway()
        (self.home / "s3" / "objects").mkdir(parents=True, exist_ok=True)
        if self._sidecar():
            self._sidecar_folder.mkdir(exist_ok=True)

    def command(self) -> list[str]:
        sidecar = ["--sidecar", str(self._sidecar_folder)] if self._sidecar() else []
        return [
            str(self._binary or ensure_gateway()), "--port", f"127.0.0.1:{self.port}", "--region", REGION,
            "--health", "/health", "--quiet", "posix", *sidecar, str(self.home / "s3" / "objects"),
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {
            "ROOT_ACCESS_KEY_ID": self.secrets.s3_access_key,
            "ROOT_SECRET_ACCESS_KEY": self.secrets.s3_secret_key,
        }

    def check(self) -> None:
        answer = httpx.get(f"{self.endpoint}/health", timeout=2, trust_env=False)
        if answer.status_code != 200:
            raise NotYet(f"/health says {answer.status_code}")

    def settle(self) -> None:
        client = self.client()
        try:
            client.create_bucket(Bucket=BUCKET)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                raise

    def client(self) -> BaseClient:
        """A boto3 client with this server's keys."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=self.secrets.s3_access_key,
            aws_secret_access_key=self.secrets.s3_secret_key,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, proxies={}),
        )

    @property
    def _sidecar_folder(self) -> Path:
        return self.home / "s3" / "metadata"

    def _sidecar(self) -> bool:
        """Whether metadata go beside the objects; once they do, they always do."""
        return self._sidecar_folder.exists() or not holds_attributes(self.home / "s3")


def holds_attributes(folder: Path) -> bool:
    """Whether the folder's file system keeps user extended attributes."""
    if not hasattr(os, "setxattr"):
        return False
    try:
        os.setxattr(folder, "user.lotgraph", b"1")
    except OSError:
        return False
    return True
