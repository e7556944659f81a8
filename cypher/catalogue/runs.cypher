// Runs of a lot in an organization's catalogue.
// param organization integer organization number
// param lot          string  lot id
// param sign         integer 1 oldest first, -1 newest first
// param skip         integer runs before the page
// param limit        integer runs on the page
// returns  total, rows   count, and maps of the properties of the page
MATCH (l:Lot {id: $lot})
OPTIONAL MATCH (r:LotRun)-[:OF]->(:CatalogueLot {key: toString($organization) + ':' + toString(l.no)})
WITH r ORDER BY r.created_at * $sign, r.id
WITH collect(r) AS found
RETURN size(found) AS total, [r IN found[$skip..$skip + $limit] | r {.*}] AS rows
