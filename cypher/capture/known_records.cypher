// Which records the graph holds already.
// param keys list<string> content keys
// returns  key, no, event_id, lot_id, tlc, ended, by   one row a record found; ended: "voided" or "corrected", null where
// returns  it stands; by: number of the record that superseded it, or null
// replan skip
UNWIND $keys AS key
MATCH (c:CTE {key: key})
USING INDEX SEEK c:CTE(key)
OPTIONAL MATCH (l:Lot {no: c.lot})
USING INDEX SEEK l:Lot(no)
RETURN c.key AS key, c.no AS no, c.event_id AS event_id, l.id AS lot_id, c.tlc AS tlc,
       CASE WHEN c.superseded_at = 9223372036854775807 THEN null WHEN c.superseded_by IS NULL THEN 'voided'
            ELSE 'corrected' END AS ended, c.superseded_by AS by
