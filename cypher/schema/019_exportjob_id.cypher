// One ExportJob for each id.
CREATE CONSTRAINT exportjob_id IF NOT EXISTS FOR (n:ExportJob) REQUIRE n.id IS UNIQUE
