// One LotRun for each id.
CREATE CONSTRAINT lotrun_id IF NOT EXISTS FOR (n:LotRun) REQUIRE n.id IS UNIQUE
