// Write whole networks, nodes first.
// param organizations list<integer> numbers
// param places        list<integer> numbers
// param lots          list<map>     properties
// param stocks        list<map>     properties
// param ctes          list<map>     properties
// param into          list<map>     {tail, head, properties} from a stock to an event
// param out_of        list<map>     {tail, head, properties} from an event to a stock
CALL () { UNWIND $organizations AS no CREATE (:Organization {no: no, id: 'org-' + no, name: 'Organization ' + no}) }
CALL () { UNWIND $places AS no CREATE (:Location {no: no, id: 'place-' + no}) }
CALL () { UNWIND $lots AS row CREATE (lot:Lot) SET lot = row }
CALL () { UNWIND $ctes AS row CREATE (c:CTE) SET c = row }
CALL () {
  UNWIND $stocks AS row
  MATCH (lot:Lot {no: row.lot})
  MATCH (place:Location {no: row.place})
  CREATE (lot)-[:HELD_AS]->(stock:Stock)-[:AT]->(place)
  SET stock = row
}
CALL () {
  UNWIND $into AS row
  MATCH (tail:Stock {no: row.tail})
  MATCH (head:CTE {no: row.head})
  CREATE (tail)-[f:FLOWS_TO]->(head)
  SET f = row.properties
}
CALL () {
  UNWIND $out_of AS row
  MATCH (tail:CTE {no: row.tail})
  MATCH (head:Stock {no: row.head})
  CREATE (tail)-[f:FLOWS_TO]->(head)
  SET f = row.properties
}
