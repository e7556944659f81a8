// Lots that bear on places: held there, or said to have their code from there.
// param places  list<integer>  place numbers, for lots held there
// param sources list<integer>  place numbers, for lots whose records state them as source
// returns  lots   numbers
CALL () {
  UNWIND $places AS no
  MATCH (:Location {no: no})<-[:AT]-(s:Stock)
  RETURN s.lot AS lot
  UNION
  UNWIND $sources AS no
  MATCH (c:CTE {source: no})
  RETURN c.lot AS lot
}
RETURN collect(DISTINCT lot) AS lots
