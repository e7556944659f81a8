// Standing records of lots, each with all its flows.
// param lots list<integer> lot numbers
// returns  of, no, key, event_id, cte_type, on, recorded_by, parties, gtin, lot, source, unclear, record, tails, heads
// returns  of: the lot asked for; tails and heads: [lot, place, quantity, unit]
UNWIND $lots AS of
MATCH (:Lot {no: of})-[:HELD_AS]->(:Stock)-[:FLOWS_TO]-(c:CTE)
WHERE c.superseded_at = 9223372036854775807
WITH DISTINCT of, c
RETURN of, c.no AS no, c.key AS key, c.event_id AS event_id, c.cte_type AS cte_type, c.on AS on,
       c.recorded_by AS recorded_by, c.counterparties AS parties, c.gtin AS gtin, c.lot AS lot, c.source AS source,
       c.unclear AS unclear, c.record AS record,
       COLLECT { MATCH (s:Stock)-[f:FLOWS_TO]->(c) RETURN [s.lot, s.place, f.quantity, f.unit] } AS tails,
       COLLECT { MATCH (c)-[f:FLOWS_TO]->(s:Stock) RETURN [s.lot, s.place, f.quantity, f.unit] } AS heads
