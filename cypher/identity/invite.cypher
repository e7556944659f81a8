// An invitation to an organization, known by the SHA-256 of its token.
// param organization  integer  organization number
// param id            string   public id
// param sha256        string   hex digest of the raw token
// param email         string   whom it is for
// param role          string   a member's role
// param by            string   who invites, as the audit log says it
// param at            integer  epoch ms
// param expires_at    integer  epoch ms
// returns             id
MATCH (o:Organization {no: $organization})
CREATE (i:Invitation {id: $id, sha256: $sha256, email: $email, role: $role, invited_by: $by, created_at: $at,
                      expires_at: $expires_at})-[:TO]->(o)
RETURN i.id AS id
