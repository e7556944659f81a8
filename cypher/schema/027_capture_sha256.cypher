// Find Capture by sha256.
CREATE INDEX capture_sha256 IF NOT EXISTS FOR (n:Capture) ON (n.sha256)
