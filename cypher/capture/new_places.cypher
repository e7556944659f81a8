// Create places.
// param rows list<map> {no, id}
// replan skip
UNWIND $rows AS row
CREATE (:Location {no: row.no, id: row.id})
