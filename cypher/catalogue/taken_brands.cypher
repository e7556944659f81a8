// Which brand keys are taken.
// param keys list<string> organization number and folded name
// returns  key
UNWIND $keys AS key
MATCH (b:Brand {key: key})
RETURN DISTINCT key
