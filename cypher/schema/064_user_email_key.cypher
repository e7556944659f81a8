// One User for each e-mail address.
CREATE CONSTRAINT user_email_key IF NOT EXISTS FOR (n:User) REQUIRE n.email_key IS UNIQUE
