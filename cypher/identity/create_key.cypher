// A key of an organization, known by the SHA-256 of its raw form.
// param organization  integer       organization number
// param id            string        public id
// param sha256        string        hex digest of the raw key
// param hint          string        first and last characters
// param role          string        manager, editor or readonly
// param name          string        what the key is for
// param at            integer       epoch ms
// param expires_at    integer|null  epoch ms
// returns             id, organization, role, name, hint, created_at, expires_at, last_used, is_active
MATCH (o:Organization {no: $organization})
CREATE (k:ApiKey {id: $id, sha256: $sha256, hint: $hint, role: $role, name: $name, is_active: true,
                  created_at: $at, expires_at: $expires_at})-[:OF]->(o)
RETURN k.id AS id, o.no AS organization, k.role AS role, k.name AS name, k.hint AS hint,
       k.created_at AS created_at, k.expires_at AS expires_at, k.last_used AS last_used, k.is_active AS is_active
