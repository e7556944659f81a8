// A key of an organization, known by the SHA-256 of its raw form.
// param organization  integer       organization number
// param user          string|null   id of the member a user's key acts as
// param id            string        public id
// param sha256        string        hex digest of the raw key
// param hint          string        first and last characters
// param prefix        string        csb, csu or cpk
// param role          string        manager, editor or readonly
// param name          string        what the key is for
// param description   string        more of it
// param metadata      string        JSON object
// param per_minute    integer       requests a minute, 0 for the deployment's limit
// param per_day       integer       requests a day, 0 for the deployment's limit
// param at            integer       epoch ms
// param expires_at    integer|null  epoch ms
// returns             id, organization, user_id, prefix, role, name, description, metadata, hint, per_minute, per_day, created_at, expires_at, last_used, is_active
MATCH (o:Organization {no: $organization})
OPTIONAL MATCH (u:User {id: $user})-[:MEMBER_OF]->(o)
WITH o, u WHERE $user IS NULL OR u IS NOT NULL
CREATE (k:ApiKey {id: $id, sha256: $sha256, hint: $hint, prefix: $prefix, role: $role, name: $name, is_active: true,
                  description: $description, metadata: $metadata, per_minute: $per_minute, per_day: $per_day,
                  created_at: $at, expires_at: $expires_at})-[:OF]->(o)
FOREACH (user IN CASE WHEN u IS NULL THEN [] ELSE [u] END | CREATE (k)-[:ACTS_AS]->(user))
RETURN k.id AS id, o.no AS organization, u.id AS user_id, k.prefix AS prefix, k.role AS role, k.name AS name,
       k.description AS description, k.metadata AS metadata, k.hint AS hint, k.per_minute AS per_minute,
       k.per_day AS per_day, k.created_at AS created_at, k.expires_at AS expires_at, k.last_used AS last_used,
       k.is_active AS is_active
