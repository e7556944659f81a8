// A place is nobody's own any more.
// param place integer place number
MATCH (:Organization)-[r:OPERATES]->(:Location {no: $place})
DELETE r
