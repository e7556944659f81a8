// Findings of a neighbourhood.
CREATE INDEX finding_scope IF NOT EXISTS FOR (f:Finding) ON (f.scope)
