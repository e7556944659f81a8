// Records requests have ids of their own.
CREATE CONSTRAINT recordsrequest_id IF NOT EXISTS FOR (n:RecordsRequest) REQUIRE n.id IS UNIQUE
