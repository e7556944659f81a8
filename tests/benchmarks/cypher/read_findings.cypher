// Every Finding a capture wrote.
// returns row properties
MATCH (n:Finding)
RETURN properties(n) AS row
