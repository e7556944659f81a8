// Which records the graph holds already.
// param keys list<string> content keys
// returns  key, no, lot_id, tlc   one row a record found
// replan skip
UNWIND $keys AS key
MATCH (c:CTE {key: key})
USING INDEX SEEK c:CTE(key)
OPTIONAL MATCH (l:Lot {no: c.lot})
USING INDEX SEEK l:Lot(no)
RETURN c.key AS key, c.no AS no, l.id AS lot_id, c.tlc AS tlc
