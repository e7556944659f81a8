// One import by its id.
// param id       string   import id
// returns node   map of the node's properties
MATCH (i:Import {id: $id})
RETURN i {.*} AS node
