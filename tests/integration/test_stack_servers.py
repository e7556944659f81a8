"""The servers of a test run answer as the settings say."""

import boto3
import neo4j
import redis
from botocore.config import Config


def test_settings_reach_every_server(settings, servers):
    with neo4j.GraphDatabase.driver(
        settings.neo4j_uri, auth=(settings.neo4j_user, settings.neo4j_password.get_secret_value())
    ) as driver:
        found = driver.execute_query(
            "CALL dbms.components() YIELD versions, edition", database_=settings.neo4j_database
        )
    assert found.records[0]["edition"] == "community"
    assert found.records[0]["versions"] == [servers.options.neo4j_version]

    with redis.Redis.from_url(settings.redis_url.get_secret_value()) as queue:
        assert queue.ping()
    store = boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_access_key,
        aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
        config=Config(s3={"addressing_style": "path"}),
    )
    assert [bucket["Name"] for bucket in store.list_buckets()["Buckets"]] == [settings.s3_bucket]
