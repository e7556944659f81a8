// Keep findings of quarantined rows; a row that comes again is told of once.
// param rows list<map> properties of a finding
// replan skip
UNWIND $rows AS row
MERGE (f:Finding {id: row.id})
ON CREATE SET f = row
