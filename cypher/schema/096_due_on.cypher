// Lots that are due.
CREATE INDEX due_on IF NOT EXISTS FOR (d:Due) ON (d.on)
