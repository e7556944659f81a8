// One ImportMapping for each organization.
CREATE CONSTRAINT importmapping_organization IF NOT EXISTS FOR (n:ImportMapping) REQUIRE n.organization IS UNIQUE
