// Find Serial by run.
CREATE INDEX serial_run IF NOT EXISTS FOR (n:Serial) ON (n.run)
