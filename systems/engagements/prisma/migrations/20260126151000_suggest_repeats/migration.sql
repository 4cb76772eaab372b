-- strata: allow index-blocks-writes because a tenant raises some hundreds of observations in a year: this is over in milliseconds

-- By hand: the extension that the index is built with.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateIndex
CREATE INDEX "Observation_title_trgm_idx" ON "Observation" USING GIN ("title" gin_trgm_ops);

-- By hand: under row-level security a condition that could leak what it sees is checked after the policy, and % is such a condition: the
-- index would never be used. So this function alone searches all titles, as a role of its own, and hands out the tenant's.
CREATE FUNCTION likely_repeats(of_title text, raised_until date DEFAULT CURRENT_DATE)
RETURNS TABLE ("id" uuid, "title" text, "raisedOn" date, "similarity" real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT o."id", o."title", o."raisedOn", similarity(o."title", of_title)
    FROM "Observation" o
    WHERE o."title" % of_title
      AND o."tenantId" = app_tenant_id()
      AND o."raisedOn" <= raised_until
    ORDER BY similarity(o."title", of_title) DESC, o."raisedOn", o."id";
END;

CREATE POLICY "Observation_search" ON "Observation" FOR SELECT TO engagements_search USING (true);
GRANT SELECT ON "Observation" TO engagements_search;

-- A function's owner must be allowed to create in its schema, for the moment of the change only.
GRANT CREATE ON SCHEMA public TO engagements_search;
ALTER FUNCTION likely_repeats(text, date) OWNER TO engagements_search;
REVOKE CREATE ON SCHEMA public FROM engagements_search;

REVOKE EXECUTE ON FUNCTION likely_repeats(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION likely_repeats(text, date) TO engagements_app;
