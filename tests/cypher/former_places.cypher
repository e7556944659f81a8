// Former ids of places, and the names in the descriptions of the places they lead to.
// returns id, names
MATCH (f:FormerId)-[:NOW]->(p:Location)
RETURN f.id AS id, COLLECT {
  MATCH (d:PlaceDescription)-[:OF]->(p)
  WHERE d.description CONTAINS 'business_name'
  RETURN DISTINCT split(split(d.description, '"business_name":"')[1], '"')[0]
} AS names
