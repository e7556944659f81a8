// Change a brand.
// param organization integer organization number
// param id           string  brand id
// param changes      map     properties that change
// returns  brand   map of the node's properties
MATCH (b:Brand {id: $id, organization: $organization})
SET b += $changes
RETURN b {.*} AS brand
