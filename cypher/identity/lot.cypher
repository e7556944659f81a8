// A lot by its id or a former one.
// param id  string  public id
// returns   no, id, key
OPTIONAL MATCH (present:Lot {id: $id})
OPTIONAL MATCH (:FormerId {id: $id})-[:NOW]->(successor:Lot)
WITH coalesce(present, successor) AS lot
WHERE lot IS NOT NULL
RETURN lot.no AS no, lot.id AS id, lot.key AS key
