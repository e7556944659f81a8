// Count for minutes.
// returns found
UNWIND range(1, 1000000000) AS n
WITH n WHERE n < 0
RETURN count(*) AS found
