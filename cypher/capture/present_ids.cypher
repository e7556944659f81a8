// A lot that is there again is found under its own id, not as a former one.
// param ids list<string> lot ids
UNWIND $ids AS id
MATCH (f:FormerId {id: id})
DETACH DELETE f
