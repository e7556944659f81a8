// Events with their places, recorder, document, and whether they are a counterparty's word alone.
// param ctes    list<integer>  CTE numbers
// param viewer  integer        the caller's organization
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       no, id, event_id, cte_type, on, lot, lot_id, tlc, record, recorded_by, recorded_at, document, position, claim
// returns       from_ids, to_ids   ids of the places the event leads from and to
// plan          NodeUniqueIndexSeek
UNWIND $ctes AS no
MATCH (c:CTE {no: no})
USING INDEX SEEK c:CTE(no)
MATCH (o:Organization {no: c.recorded_by})
USING INDEX SEEK o:Organization(no)
OPTIONAL MATCH (lot:Lot {no: c.lot})
USING INDEX SEEK lot:Lot(no)
RETURN c.no AS no, c.id AS id, c.event_id AS event_id, c.cte_type AS cte_type, c.on AS on, c.lot AS lot, lot.id AS lot_id, c.tlc AS tlc,
       c.record AS record, o.name AS recorded_by, c.recorded_at AS recorded_at, c.position AS position,
       head(COLLECT {
         MATCH (d:Capture)-[:STATES]->(c)
         RETURN d.sha256 ORDER BY d.recorded_at LIMIT 1
       }) AS document,
       c.recorded_by <> $viewer AND $viewer IN c.counterparties AND c.cte_type IN ['shipping', 'receiving']
         AND NOT EXISTS {
           MATCH (tail:Stock)-[:FLOWS_TO]->(c)-[:FLOWS_TO]->(head:Stock)
           MATCH (tail)-[:FLOWS_TO]->(own:CTE)-[:FLOWS_TO]->(head)
           WHERE own.recorded_by = $viewer AND own.cte_type IN ['shipping', 'receiving'] AND own.cte_type <> c.cte_type
             AND own.recorded_at <= $at < own.superseded_at
         } AS claim,
       COLLECT { MATCH (c)<-[:FLOWS_TO]-(:Stock)-[:AT]->(p:Location) RETURN DISTINCT p.id ORDER BY p.id } AS from_ids,
       COLLECT { MATCH (c)-[:FLOWS_TO]->(:Stock)-[:AT]->(p:Location) RETURN DISTINCT p.id ORDER BY p.id } AS to_ids
