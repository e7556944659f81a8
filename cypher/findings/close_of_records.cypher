// Records that stand no longer have no open findings of their own.
// param rows list<map>  {no, at, by}; by is the number of the record that corrects it, or null for a void
// replan skip
UNWIND $rows AS row
MATCH (f:Finding {record: row.no})
USING INDEX SEEK f:Finding(record)
WHERE f.state = 'open'
SET f.state = 'closed', f.closed_at = row.at, f.closed_by = CASE WHEN row.by IS NULL THEN 'voided' ELSE 'corrected' END
