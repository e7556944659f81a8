// Who a credential is: an API key, a person, or a program that acts for itself.
// param credential string  id of a key, of a user, or of a client
// returns kind, name, hint, organization   hint tells keys of one name apart; null where there is none
CALL () {
  MATCH (k:ApiKey {id: $credential})-[:OF]->(o:Organization)
  RETURN 'API key' AS kind, k.name AS name, k.hint AS hint, o.name AS organization
  UNION
  MATCH (u:User {id: $credential})
  RETURN 'user' AS kind, CASE WHEN u.name = '' THEN u.email ELSE u.name END AS name, null AS hint, null AS organization
  UNION
  MATCH (c:OAuthClient {id: $credential})-[:OF]->(o:Organization)
  RETURN 'program' AS kind, c.name AS name, null AS hint, o.name AS organization
}
RETURN kind, name, hint, organization
