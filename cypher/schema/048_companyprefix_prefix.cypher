// One CompanyPrefix for each prefix.
CREATE CONSTRAINT companyprefix_prefix IF NOT EXISTS FOR (n:CompanyPrefix) REQUIRE n.prefix IS UNIQUE
