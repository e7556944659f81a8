"""Products of an organization, by GTIN."""
