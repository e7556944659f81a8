// The lots that lots were made into.
// param lots list<integer> lot numbers
// returns  lot, into, record   numbers; record is the one that says so
// replan skip
UNWIND $lots AS lot
MATCH (given:Lot {no: lot})-[:HELD_AS]->()-[:FLOWS_TO]->(c)-[:FLOWS_TO]->(s)
USING INDEX SEEK given:Lot(no)
WHERE c.superseded_at = 9223372036854775807 AND c.lot = s.lot AND s.lot <> lot
RETURN DISTINCT lot, s.lot AS into, c.no AS record
