// Records as they stand now, with what was known of them when they were last judged.
// param records list<integer> record numbers
// returns  no, key, event_id, cte_type, on, recorded_by, parties, gtin, lot, source, unclear, record, tails, heads
// returns  stands, natural_key, crops, own, lane, mate, lots   crops: clue keys; lots: of flows now and when last judged
// replan skip
UNWIND $records AS no
MATCH (c:CTE {no: no})
USING INDEX SEEK c:CTE(no)
RETURN c.no AS no, c.key AS key, c.event_id AS event_id, c.cte_type AS cte_type, c.on AS on, c.recorded_by AS recorded_by,
       c.counterparties AS parties, c.gtin AS gtin, c.lot AS lot, c.source AS source, c.unclear AS unclear,
       c.record AS record,
       COLLECT { MATCH (s)-[f:FLOWS_TO]->(c) RETURN [s.lot, s.place, f.quantity, f.unit] } AS tails,
       COLLECT { MATCH (c)-[f:FLOWS_TO]->(s) RETURN [s.lot, s.place, f.quantity, f.unit] } AS heads,
       c.superseded_at = 9223372036854775807 AS stands, c.natural_key AS natural_key,
       COLLECT { MATCH (c)-[:GIVES]->(k) WHERE k.key STARTS WITH 'crop:' RETURN k.key } AS crops,
       c.own AS own, c.lane AS lane, c.mate AS mate, c.judged_lots AS lots
