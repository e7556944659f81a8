// OAuth clients of an organization, newest first.
// param organization  integer  organization number
// returns             id, organization, name, role, grant_types, redirect_uris, scopes, sha256, active, created_at
MATCH (c:OAuthClient)-[:OF]->(o:Organization {no: $organization})
RETURN c.id AS id, o {.no, .id, .name} AS organization, c.name AS name, c.role AS role, c.grant_types AS grant_types,
       c.redirect_uris AS redirect_uris, c.scopes AS scopes, c.sha256 AS sha256, c.active AS active,
       c.created_at AS created_at
ORDER BY created_at DESC, id
