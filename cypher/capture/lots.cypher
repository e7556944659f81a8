// Find or create lots by key. A lot that is there again is found under its own id, not as a former one.
// param rows list<map> {key, no, id, kind, gtin, lot_number, tlc_match, source}
// returns  key, no   one row a lot; no is the stored number where the lot was there before
// replan skip
UNWIND $rows AS row
MERGE (l:Lot {key: row.key})
ON CREATE SET l.no = row.no, l.id = row.id, l.kind = row.kind, l.gtin = row.gtin, l.lot_number = row.lot_number,
              l.tlc_match = row.tlc_match, l.source = row.source
WITH l, row
CALL (l, row) {
  WITH l, row WHERE l.no = row.no
  MATCH (f:FormerId {id: row.id})
  USING INDEX SEEK f:FormerId(id)
  DETACH DELETE f
}
RETURN l.key AS key, l.no AS no
