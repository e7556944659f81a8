// Add a line to the history of a request; there is no statement that changes one.
// param id      string   request id
// param at      integer  epoch ms
// param actor   string   who did it
// param action  string   what
// param detail  string   in words
// returns       id
MATCH (r:RecordsRequest {id: $id})
CREATE (:RequestStep {at: $at, actor: $actor, action: $action, detail: $detail, no: COUNT { (r)<-[:OF]-() } + 1})-[:OF]->(r)
RETURN r.id AS id
