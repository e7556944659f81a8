// Note why records were voided, by whom and when.
// param records list<integer> record numbers
// param reason  string        the voider's words
// param by      string        credential id
// param at      integer       epoch ms
UNWIND $records AS no
MATCH (c:CTE {no: no})
SET c.void_reason = $reason, c.voided_by = $by, c.voided_at = $at
