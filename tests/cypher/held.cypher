// Where a lot is held.
// param lot_number string
// returns place
MATCH (:Lot {lot_number: $lot_number})-[:HELD_AS]->(s:Stock)
RETURN s.place AS place ORDER BY place
