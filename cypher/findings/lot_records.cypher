// Standing records of lots, each with all its flows.
// param lots list<integer> lot numbers
// returns  of, records   the lot asked for; maps {no, key, event_id, cte_type, on, recorded_by, parties, gtin, lot,
// returns  source, unclear, record, unmarked, tails, heads}; tails and heads: [lot, place, quantity, unit]
// returns  unmarked: whether nobody knows yet that the record is judged with the lot
// replan skip
UNWIND $lots AS of
MATCH (given:Lot {no: of})-[:HELD_AS]->()-[:FLOWS_TO]-(c)
USING INDEX SEEK given:Lot(no)
WHERE c.superseded_at = 9223372036854775807
WITH DISTINCT of, c
WITH of, c {.no, .key, .event_id, .cte_type, .on, .recorded_by, .gtin, .lot, .source, .unclear, .record,
       parties: c.counterparties, unmarked: NOT of IN coalesce(c.judged_lots, []),
       tails: COLLECT { MATCH (s)-[f:FLOWS_TO]->(c) RETURN [s.lot, s.place, f.quantity, f.unit] },
       heads: COLLECT { MATCH (c)-[f:FLOWS_TO]->(s) RETURN [s.lot, s.place, f.quantity, f.unit] }} AS record
RETURN of, collect(record) AS records
