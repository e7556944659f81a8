// How much is still to be judged.
// returns marks
MATCH (m:Unsettled)
RETURN count(m) AS marks
