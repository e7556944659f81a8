// Hold a job, so that nobody else can write it.
// param id   string  of the job
MATCH (j:Job {id: $id}) SET j.lock = 0
