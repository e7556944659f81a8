// Which product keys are taken.
// param keys list<string> organization number and GTIN
// returns  key
UNWIND $keys AS key
MATCH (p:Product {key: key})
RETURN DISTINCT key
