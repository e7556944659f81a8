// GTINs of the products that bear a brand.
// param organization integer organization number
// param id           string  brand id
// returns  gtins   list of 14 digits; no row where there is no such brand
MATCH (b:Brand {id: $id, organization: $organization})
RETURN [(p:Product)-[:OF_BRAND]->(b) | p.gtin] AS gtins
