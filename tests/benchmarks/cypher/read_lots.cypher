// Every Lot a capture wrote.
// returns row properties
MATCH (n:Lot)
RETURN properties(n) AS row
