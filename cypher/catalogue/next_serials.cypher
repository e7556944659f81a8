// Hand out the next numbers of a sequence of serials.
// param key   string  organization number, GTIN and prefix
// param count integer how many
// returns  first   the first of them
MERGE (n:SerialCounter {key: $key})
SET n.last = coalesce(n.last, 0) + $count
RETURN n.last - $count + 1 AS first
