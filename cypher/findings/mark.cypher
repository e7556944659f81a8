// What a capture touched, for the findings between records to be judged again.
// param rows list<map> {revision, records, lots, places, at}; lists of numbers, at in epoch ms
// replan skip
UNWIND $rows AS row
CREATE (:Unsettled {revision: row.revision, records: row.records, lots: row.lots, places: row.places, at: row.at})
