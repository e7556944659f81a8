// Make a key useless.
// param id  string  public id of the key
// returns   id
MATCH (k:ApiKey {id: $id})
SET k.is_active = false
RETURN k.id AS id
