// Remove a brand that no product bears.
// param organization integer organization number
// param id           string  brand id
// returns  removed   boolean, false where products bear it
MATCH (b:Brand {id: $id, organization: $organization})
WITH b, EXISTS { (:Product)-[:OF_BRAND]->(b) } AS borne
FOREACH (x IN CASE WHEN borne THEN [] ELSE [b] END | DETACH DELETE x)
RETURN NOT borne AS removed
