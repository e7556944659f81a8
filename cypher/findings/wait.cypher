// Judge lots and records again on a day to come; what has no such day waits for none.
// param rows list<map> {key, lot, record, on}; on is an epoch day or null
// replan skip
UNWIND $rows AS row
CALL (row) {
  WITH row WHERE row.on IS NOT NULL
  MERGE (d:Due {key: row.key})
  SET d.on = row.on, d.lot = row.lot, d.record = row.record
}
CALL (row) {
  WITH row WHERE row.on IS NULL
  MATCH (d:Due {key: row.key})
  USING INDEX SEEK d:Due(key)
  DELETE d
}
