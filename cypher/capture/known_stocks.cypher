// Which stocks the graph holds already.
// param keys list<string> stock keys
// returns  key, no   one row a stock found
// replan skip
UNWIND $keys AS key
MATCH (s:Stock {key: key})
USING INDEX SEEK s:Stock(key)
RETURN key, s.no AS no
