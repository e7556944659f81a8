// One settlement at a time.
CREATE CONSTRAINT settler_name IF NOT EXISTS FOR (s:Settler) REQUIRE s.name IS UNIQUE
