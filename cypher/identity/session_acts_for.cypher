// Let a session act for another organization of its user.
// param sha256  string  hex digest of the raw cookie
// param id      string  public id of the organization
// returns       id
MATCH (s:Session {sha256: $sha256})-[:OF]->(:User)-[:MEMBER_OF]->(o:Organization {id: $id, active: true})
SET s.organization = o.id
RETURN o.id AS id
