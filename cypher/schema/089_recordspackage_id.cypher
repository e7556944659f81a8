// Packages of records have ids of their own.
CREATE CONSTRAINT recordspackage_id IF NOT EXISTS FOR (n:RecordsPackage) REQUIRE n.id IS UNIQUE
