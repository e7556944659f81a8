// Every Clue a capture wrote.
// returns row properties
MATCH (n:Clue)
RETURN properties(n) AS row
