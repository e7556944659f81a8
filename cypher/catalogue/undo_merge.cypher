// A merge has been taken back.
// param id string  merge id
// param at integer epoch ms
// param by string  who took it back
MATCH (m:LocationMerge {id: $id})
SET m.undone_at = $at, m.undone_by = $by
