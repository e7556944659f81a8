// Every value of every node that can be written as a text.
// returns text
MATCH (n)
UNWIND keys(n) AS name
WITH toStringOrNull(n[name]) AS text
WHERE text IS NOT NULL
RETURN text
