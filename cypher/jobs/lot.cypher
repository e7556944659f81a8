// What an export job says of its lot: its code as the record that assigned it, else the earliest record, spells it.
// param lot         integer        lot number
// param assigning   list<string>   CTE types that create a traceability lot code
// returns lot_number, gtin, tlc    strings or null
MATCH (l:Lot {no: $lot})
OPTIONAL MATCH (l)-[:HELD_AS]->(:Stock)-[:FLOWS_TO]-(c:CTE)
WHERE c.lot = l.no
WITH l, c
ORDER BY c.cte_type IN $assigning DESC, c.recorded_at, c.no
LIMIT 1
RETURN l.lot_number AS lot_number, l.gtin AS gtin, c.tlc AS tlc
