"""Every bound on size, count and time, in one table."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Limits(BaseSettings):
    """Bounds of one deployment, each settable as LOTGRAPH_LIMIT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="LOTGRAPH_LIMIT_")

    document_bytes: int = Field(32 * 2**20, description="Largest request body, bytes.")
    document_events: int = Field(5_000, description="Most events in one JSON document; 10,000 outgrow a 1 GB heap.")
    document_depth: int = Field(32, description="Deepest nesting of a JSON document.")
    text_length: int = Field(4_000, description="Longest text of one field, characters.")
    capture_batch: int = Field(2_000, description="Records written by one statement of a capture transaction.")
    read_seconds: float = Field(60, description="Longest read transaction, seconds.")
    write_seconds: float = Field(300, description="Longest write transaction, seconds.")
    export_seconds: float = Field(1_800, description="Longest read transaction of an export, seconds.")
    retry_seconds: float = Field(30, description="How long a transaction is retried on transient faults, seconds.")
    connections: int = Field(50, description="Connections to Neo4j of one process.")
    fetch_rows: int = Field(1_000, description="Rows fetched at once while streaming from Neo4j.")
    trace_nodes: int = Field(400_000, description="Most stocks and events in one trace; beyond it the answer is cut.")
    worst_case_rounds: int = Field(10, description="Most rounds of inferred links in a worst-case trace.")
    contact_hours: int = Field(24, description="Window of contact at one place in a worst-case trace, hours.")
    page_size: int = Field(100, description="Largest page of a list.")
    trace_page_size: int = Field(1_000, description="Lots, places or events on one page of a trace.")
    export_attempts: int = Field(3, description="Attempts at one export before it fails.")
    outage_seconds: float = Field(120, description="How long one attempt at an export waits for a server that is away.")
    heartbeat_seconds: float = Field(30, description="Time between two heartbeats of a running job.")
    heartbeat_lost_seconds: float = Field(600, description="Silence after which a running job goes to another worker.")
    sweep_seconds: float = Field(5, description="Time between two looks for jobs that no worker has.")
    queue_grace_seconds: float = Field(10, description="Age of a message after which a job without one gets another.")
