// Find CatalogueLot by organization.
CREATE INDEX cataloguelot_organization IF NOT EXISTS FOR (n:CatalogueLot) ON (n.organization)
