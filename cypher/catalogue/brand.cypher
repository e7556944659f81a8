// A brand of an organization.
// param organization integer organization number
// param id           string  brand id
// returns  brand   map of the node's properties
MATCH (b:Brand {id: $id, organization: $organization})
RETURN b {.*} AS brand
