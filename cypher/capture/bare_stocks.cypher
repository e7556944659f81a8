// Remove stocks that no flow touches any more.
// param stocks list<integer> candidates
// returns  lot, match   numbers and codes of the lots they belonged to, one row a lot
// replan skip
UNWIND $stocks AS no
MATCH (s:Stock {no: no})
USING INDEX SEEK s:Stock(no)
WHERE NOT (s)-[:FLOWS_TO]-()
MATCH (l:Lot {no: s.lot})
USING INDEX SEEK l:Lot(no)
WITH s, l.no AS lot, l.tlc_match AS match
DETACH DELETE s
RETURN DISTINCT lot, match
