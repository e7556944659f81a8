// Former ids of lots and where they lead.
// returns id, now
MATCH (f:FormerId)-[:NOW]->(l:Lot)
RETURN f.id AS id, l.id AS now
