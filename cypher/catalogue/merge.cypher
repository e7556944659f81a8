// A merge of an organization's locations.
// param organization integer organization number
// param id           string  merge id
// returns  merge   map of the node's properties
MATCH (m:LocationMerge {id: $id, organization: $organization})
RETURN m {.*} AS merge
