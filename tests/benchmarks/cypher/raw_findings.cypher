// Findings, as a capture left them.
// param rows list<map> properties
UNWIND $rows AS row
CREATE (f:Finding)
SET f = row
