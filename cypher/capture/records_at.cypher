// Records whose flows or lots hang on places.
// param places list<integer> place numbers
// returns  no, key, recorded_by, record, lot, drawn, superseded_at   one row a record
CALL () {
  UNWIND $places AS no
  MATCH (:Location {no: no})<-[:AT]-(:Stock)-[:FLOWS_TO]-(c:CTE)
  RETURN c
  UNION
  UNWIND $places AS no
  MATCH (:Lot {source: no})-[:HELD_AS]->(:Stock)-[:FLOWS_TO]-(c:CTE)
  RETURN c
}
RETURN DISTINCT c.no AS no, c.key AS key, c.recorded_by AS recorded_by, c.record AS record, c.lot AS lot, c.drawn AS drawn,
       c.superseded_at AS superseded_at
