// Descriptions whose places have been compared with others.
// param keys list<string> keys of descriptions
// replan skip
UNWIND $keys AS key
MATCH (d:PlaceDescription {key: key})
USING INDEX SEEK d:PlaceDescription(key)
SET d.compared = size(d.recorders)
