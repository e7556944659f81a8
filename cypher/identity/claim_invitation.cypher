// Use up an invitation that is open.
// param id  string   public id
// param at  integer  epoch ms
// returns   id
MATCH (i:Invitation {id: $id})
SET i.asked_at = $at
WITH i WHERE i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $at
SET i.accepted_at = $at
RETURN i.id AS id
