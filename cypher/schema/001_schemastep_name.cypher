// One SchemaStep for each name.
CREATE CONSTRAINT schemastep_name IF NOT EXISTS FOR (n:SchemaStep) REQUIRE n.name IS UNIQUE
