// What is to be judged, by capture.
CREATE INDEX unsettled_revision IF NOT EXISTS FOR (m:Unsettled) ON (m.revision)
