// One LocationMerge for each id.
CREATE CONSTRAINT locationmerge_id IF NOT EXISTS FOR (n:LocationMerge) REQUIRE n.id IS UNIQUE
