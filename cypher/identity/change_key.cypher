// What is told of a key, and what it may do from now on.
// param id           string        public id of the key
// param role         string        manager, editor or readonly
// param name         string        what the key is for
// param description  string        more of it
// param metadata     string        JSON object
// param per_minute   integer       requests a minute, 0 for the deployment's limit
// param per_day      integer       requests a day, 0 for the deployment's limit
// param expires_at   integer|null  epoch ms
// returns            id
MATCH (k:ApiKey {id: $id})
SET k.role = $role, k.name = $name, k.description = $description, k.metadata = $metadata,
    k.per_minute = $per_minute, k.per_day = $per_day, k.expires_at = $expires_at
RETURN k.id AS id
