// Which lots an organization holds in its catalogue already.
// param keys list<string> organization number and lot number in the graph
// returns  key
UNWIND $keys AS key
MATCH (c:CatalogueLot {key: key})
RETURN DISTINCT key
