// Merges of an organization's locations.
// param organization integer organization number
// param standing     boolean only those that have not been taken back
// param sign         integer 1 oldest first, -1 newest first
// param skip         integer merges before the page
// param limit        integer merges on the page
// returns  total, rows   count, and maps of the properties of the page
MATCH (m:LocationMerge {organization: $organization})
WHERE NOT $standing OR m.undone_at IS NULL
WITH m ORDER BY m.merged_at * $sign, m.id
WITH collect(m) AS found
RETURN size(found) AS total, [m IN found[$skip..$skip + $limit] | m {.*}] AS rows
