// Forget place keys.
// param keys list<string> place keys
UNWIND $keys AS key
MATCH (k:PlaceKey {key: key})
DETACH DELETE k
