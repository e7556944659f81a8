// Create places.
// param rows list<map> {no, id}
UNWIND $rows AS row
CREATE (:Location {no: row.no, id: row.id})
