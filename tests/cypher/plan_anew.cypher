// Measure the indexes and forget every plan: those made next hang on what the graph holds, not on when it came.
CALL db.prepareForReplanning(300)
