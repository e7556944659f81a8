// One ExportJob for each live_key.
CREATE CONSTRAINT exportjob_live_key IF NOT EXISTS FOR (n:ExportJob) REQUIRE n.live_key IS UNIQUE
