// A new organization under the next number.
// param id    string   public id
// param name  string   as people write it
// param at    integer  epoch ms
// returns     no, id, name
MERGE (numbers:Ledger {name: 'organizations'})
SET numbers.last_no = coalesce(numbers.last_no, 0) + 1
CREATE (o:Organization {no: numbers.last_no, id: $id, name: $name, active: true, trace_revision: 0, created_at: $at})
RETURN o.no AS no, o.id AS id, o.name AS name
