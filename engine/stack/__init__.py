"""Starts Neo4j, Redis, S3, the API and workers on a machine that has none of them."""

from engine.stack.stack import Stack as Stack
