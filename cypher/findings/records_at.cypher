// Records that bear on places: food was there, or they name them, as lot code source or as a party.
// param places list<integer> place numbers
// returns  records   numbers
CALL () {
  UNWIND $places AS no
  MATCH (:Location {no: no})<-[:AT]-(:Stock)-[:FLOWS_TO]-(c:CTE)
  RETURN c.no AS record
  UNION
  UNWIND $places AS no
  MATCH (c:CTE {source: no})
  RETURN c.no AS record
  UNION
  UNWIND $places AS no
  MATCH (:Clue {key: 'party:' + toString(no)})<-[:DEPENDS_ON]-(c:CTE)
  RETURN c.no AS record
}
RETURN collect(DISTINCT record) AS records
