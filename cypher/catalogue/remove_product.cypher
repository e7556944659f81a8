// Remove a product of which the organization has neither lots nor records.
// param organization integer organization number
// param id           string  product id
// returns  removed   boolean, false where it is used
MATCH (p:Product {id: $id, organization: $organization})
WITH p, EXISTS {
  MATCH (l:Lot {gtin: p.gtin})
  WHERE EXISTS { (:CatalogueLot {organization: $organization})-[:OF]->(l) }
     OR EXISTS { MATCH (l)-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(:CTE) WHERE f.recorded_by = $organization }
} AS used
FOREACH (x IN CASE WHEN used THEN [] ELSE [p] END | DETACH DELETE x)
RETURN NOT used AS removed
