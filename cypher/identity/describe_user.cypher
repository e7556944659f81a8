// What is told of a user.
// param id        string  public id
// param name      string  empty where unknown
// param metadata  string  JSON object
// returns         id
MATCH (u:User {id: $id})
SET u.name = $name, u.metadata = $metadata
RETURN u.id AS id
