// Save what an organization's captions mean.
// param organization  integer   organization number
// param mapping       string    JSON
// param at            integer   epoch ms
// param by            string    credential id
MERGE (m:ImportMapping {organization: $organization})
SET m.mapping = $mapping, m.saved_at = $at, m.saved_by = $by
