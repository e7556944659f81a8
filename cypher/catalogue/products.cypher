// Products of an organization.
// param organization integer     organization number
// param gtin         string|null 14 digits
// param brand        string|null brand id
// param category     string|null entry of the Food Traceability List, or not_ftl
// param name         string|null part of the folded name
// param order        string      created, product_name or gtin, with a leading - for descending
// param skip         integer     products before the page
// param limit        integer     products on the page
// returns  total, rows   count, and maps {product, brand_id} of the page
MATCH (p:Product)-[:OF]->(:Organization {no: $organization})
WHERE ($gtin IS NULL OR p.gtin = $gtin) AND ($category IS NULL OR p.ftl_category = $category)
  AND ($name IS NULL OR p.name_key CONTAINS $name)
  AND ($brand IS NULL OR EXISTS { (p)-[:OF_BRAND]->(:Brand {id: $brand}) })
WITH p ORDER BY
  CASE $order WHEN 'product_name' THEN p.name_key WHEN 'gtin' THEN p.gtin WHEN 'created' THEN p.created_at END,
  CASE $order WHEN '-product_name' THEN p.name_key WHEN '-gtin' THEN p.gtin WHEN '-created' THEN p.created_at END DESC,
  p.id
WITH collect(p) AS found
RETURN size(found) AS total,
       [p IN found[$skip..$skip + $limit] |
         {product: p {.*}, brand_id: head([(p)-[:OF_BRAND]->(b:Brand) | b.id])}] AS rows
