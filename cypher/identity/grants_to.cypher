// Live grants that an organization has received. A brand stands for the GTINs its products have now.
// param organization  integer  organization number
// returns             grantor, gtins, date_from, date_to
MATCH (:Organization {no: $organization})<-[g:SHARES_WITH]-(giver:Organization)
WHERE g.revoked_at IS NULL
OPTIONAL MATCH (b:Brand {id: g.brand})<-[:OF_BRAND]-(p:Product)
WHERE b.organization = giver.no
WITH g, giver, collect(DISTINCT p.gtin) AS branded
RETURN giver.no AS grantor,
       CASE WHEN g.brand IS NULL THEN g.gtins
            ELSE [gtin IN branded WHERE g.gtins IS NULL OR gtin IN g.gtins] END AS gtins,
       g.date_from AS date_from, g.date_to AS date_to
ORDER BY grantor, g.id
