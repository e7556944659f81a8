// An OAuth client of an organization; a confidential one is known by the SHA-256 of its secret.
// param organization   integer       organization number
// param id             string        public id
// param name           string        as users see it
// param role           string        manager, editor or readonly, where it acts for itself
// param grant_types    list<string>  authorization_code, client_credentials
// param redirect_uris  list<string>  absolute
// param scopes         list<string>  most it may have
// param sha256         string|null   hex digest of the secret, null for a public client
// param at             integer       epoch ms
// returns              id
MATCH (o:Organization {no: $organization})
CREATE (c:OAuthClient {id: $id, name: $name, role: $role, grant_types: $grant_types, redirect_uris: $redirect_uris,
                       scopes: $scopes, sha256: $sha256, active: true, created_at: $at})-[:OF]->(o)
RETURN c.id AS id
