// Which serials are taken.
// param ids list<string> serial ids, which follow from organization, GTIN and serial
// returns  id
UNWIND $ids AS id
MATCH (s:Serial {id: id})
RETURN id
