// Judge lots and records again on a day to come; what has no such day waits for none.
// param rows list<map> {key, lot, record, on}; on is an epoch day or null
UNWIND $rows AS row
MERGE (d:Due {key: row.key})
SET d.on = row.on, d.lot = row.lot, d.record = row.record
WITH d WHERE d.on IS NULL
DELETE d
