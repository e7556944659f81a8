// One EventName for each event id.
CREATE CONSTRAINT eventname_event_id IF NOT EXISTS FOR (n:EventName) REQUIRE n.event_id IS UNIQUE
