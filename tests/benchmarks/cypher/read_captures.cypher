// Every Capture a capture wrote.
// returns row properties
MATCH (n:Capture)
RETURN properties(n) AS row
