// Documents, as a capture left them.
// param rows list<map> properties
UNWIND $rows AS row
CREATE (d:Capture)
SET d = row
