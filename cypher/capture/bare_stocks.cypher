// Remove stocks that no flow touches any more.
// param stocks list<integer> candidates
// returns  lot, match   numbers and codes of the lots they belonged to, one row a lot
UNWIND $stocks AS no
MATCH (l:Lot)-[:HELD_AS]->(s:Stock {no: no})
WHERE NOT (s)-[:FLOWS_TO]-()
WITH s, l.no AS lot, l.tlc_match AS match
DETACH DELETE s
RETURN DISTINCT lot, match
