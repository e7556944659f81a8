// End a membership, and with it the user's keys and tokens for the organization.
// param id  string  public id of the membership
MATCH (u:User)-[m:MEMBER_OF {id: $id}]->(o:Organization)
CALL (u, o) {
  MATCH (k:ApiKey)-[:ACTS_AS]->(u)
  WHERE (k)-[:OF]->(o)
  SET k.is_active = false
}
CALL (u, o) {
  MATCH (t:OAuthToken)-[:ACTS_AS]->(u)
  WHERE (t)-[:ISSUED_TO]->(:OAuthClient)-[:OF]->(o)
  DETACH DELETE t
}
DELETE m
