// Versions of traceability plans have ids of their own.
CREATE CONSTRAINT traceabilityplan_id IF NOT EXISTS FOR (n:TraceabilityPlan) REQUIRE n.id IS UNIQUE
