// Hold the write lock of a job until the transaction ends, so that one caller at a time decides about it.
// param id   string   job id
// returns id
MATCH (j:ExportJob {id: $id})
SET j.lock = 0
RETURN j.id AS id
