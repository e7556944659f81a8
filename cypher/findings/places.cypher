// What rules ask of places.
// param places   list<integer> place numbers
// param carriers list<string>  types of places that only move food, lower case
// returns  no, id, operator, reports, handled, carrier   carrier: its operator says so
UNWIND $places AS no
MATCH (p:Location {no: no})
USING INDEX SEEK p:Location(no)
OPTIONAL MATCH (o:Organization)-[:OPERATES]->(p)
RETURN no, p.id AS id, o.no AS operator, o IS NOT NULL OR EXISTS { (:CTE {own: no}) } AS reports,
       EXISTS { MATCH (p)<-[:AT]-(:Stock)-[f:FLOWS_TO]-() WHERE f.superseded_at IS NULL } AS handled,
       EXISTS {
         MATCH (g:Registration)-[:OF]->(p)
         WHERE any(t IN g.location_types WHERE toLower(trim(t)) IN $carriers)
       } AS carrier
