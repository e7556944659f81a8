// Remember the last number handed out.
// param last integer number
// replan skip
MATCH (l:Ledger {name: 'ledger'})
SET l.last_no = $last
