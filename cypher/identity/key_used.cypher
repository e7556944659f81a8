// Note that a key was used, unless that was noted lately.
// param id      string   public id of the key
// param at      integer  epoch ms
// param before  integer  epoch ms; a later note is left alone
MATCH (k:ApiKey {id: $id})
WHERE k.last_used IS NULL OR k.last_used <= $before
SET k.last_used = $at
