// One note for each file of a dry run.
CREATE CONSTRAINT dryrunfile_key IF NOT EXISTS FOR (n:DryRunFile) REQUIRE n.key IS UNIQUE
