// Make an invitation useless, unless it has been accepted.
// param id  string   public id
// param at  integer  epoch ms
// returns   id
MATCH (i:Invitation {id: $id})
SET i.asked_at = $at
WITH i WHERE i.accepted_at IS NULL
SET i.withdrawn_at = coalesce(i.withdrawn_at, $at)
RETURN i.id AS id
