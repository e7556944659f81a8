// What an organization's captions mean, as it saved it.
// param organization  integer   organization number
// returns mapping, saved_at, saved_by   JSON, epoch ms, credential id
MATCH (m:ImportMapping {organization: $organization})
RETURN m.mapping AS mapping, m.saved_at AS saved_at, m.saved_by AS saved_by
