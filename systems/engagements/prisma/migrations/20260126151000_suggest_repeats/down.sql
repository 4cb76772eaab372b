DROP FUNCTION likely_repeats(text, date);
REVOKE SELECT ON "Observation" FROM engagements_search;
DROP POLICY "Observation_search" ON "Observation";
DROP INDEX "Observation_title_trgm_idx";
DROP EXTENSION pg_trgm;
