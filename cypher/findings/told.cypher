// Keep findings of records just written.
// param rows list<map> properties of a finding
// replan skip
UNWIND $rows AS row
CREATE (f:Finding)
SET f = row
