// Changes to one organization's catalogue follow one another.
// param organization integer organization number
MERGE (l:Ledger {name: 'catalogue:' + toString($organization)})
SET l.revision = coalesce(l.revision, 0) + 1
