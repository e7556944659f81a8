// Every Stock a capture wrote.
// returns row properties
MATCH (n:Stock)
RETURN properties(n) AS row
