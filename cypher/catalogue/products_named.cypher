// Products of an organization, by ids and by GTINs.
// param organization integer      organization number
// param ids          list<string> product ids
// param gtins        list<string> 14 digits
// returns  id, gtin   one row a product found
CALL () {
  UNWIND $ids AS id
  MATCH (p:Product {id: id, organization: $organization}) RETURN p
  UNION
  UNWIND $gtins AS gtin
  MATCH (p:Product {key: toString($organization) + ':' + gtin}) RETURN p
}
RETURN p.id AS id, p.gtin AS gtin
