// Brands of an organization.
// param organization integer     organization number
// param name         string|null part of the folded name
// param order        string      created or name, with a leading - for descending
// param skip         integer     brands before the page
// param limit        integer     brands on the page
// returns  total, rows   count, and maps of the properties of the page
MATCH (b:Brand)-[:OF]->(:Organization {no: $organization})
WHERE $name IS NULL OR b.name_key CONTAINS $name
WITH b ORDER BY CASE $order WHEN 'name' THEN b.name_key WHEN 'created' THEN b.created_at END,
                CASE $order WHEN '-name' THEN b.name_key WHEN '-created' THEN b.created_at END DESC, b.id
WITH collect(b) AS found
RETURN size(found) AS total, [b IN found[$skip..$skip + $limit] | b {.*}] AS rows
