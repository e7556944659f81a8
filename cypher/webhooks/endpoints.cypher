// One page of an organization's endpoints, newest first, and how many there are.
// param organization  integer  organization number
// param skip          integer  endpoints to leave out
// param limit         integer  endpoints to return
// returns             total, endpoints: a number and a list of maps of the nodes' properties
OPTIONAL MATCH (e:WebhookEndpoint {organization: $organization})
WITH e ORDER BY e.created_at DESC, e.id
WITH collect(e) AS found
RETURN size(found) AS total, [e IN found[$skip..($skip + $limit)] | e {.*}] AS endpoints
