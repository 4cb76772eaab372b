-- Two quarters of a portfolio: in hours, as a revision under a hiring freeze, and once in tokens. It comes only into an
-- empty portfolio, so running it again changes nothing, and nobody's own scenarios get company.
DO $seed$
BEGIN
  IF EXISTS (SELECT FROM "Scenario") OR EXISTS (SELECT FROM "Initiative") THEN
    RETURN;
  END IF;

  -- A number from 0 to 99 that looks thrown and is always the same.
  CREATE FUNCTION pg_temp.dice(name text) RETURNS integer LANGUAGE sql IMMUTABLE AS
    $dice$ SELECT ('x' || left(md5('tokenflow/' || name), 7))::bit(28)::integer % 100 $dice$;

  INSERT INTO "Initiative" ("id", "name", "priority")
  SELECT 'init_' || to_char(priority, 'FM00'), name, priority
  FROM unnest(ARRAY[
    'Invoices in two currencies', 'Single sign-on for partners', 'Leave the old data centre', 'Search that forgives typos',
    'Contract renewals without mail', 'Fraud signals in real time', 'Accessible checkout', 'One customer record',
    'Forecasts for the warehouse', 'Self-service returns', 'Audit trail for prices', 'Dark mode',
    'Chat with the carrier', 'Retire the fax gateway'
  ]) WITH ORDINALITY AS i (name, priority);

  -- One scenario of the sample is planned in tokens.
  UPDATE "FeatureFlag" SET "enabled" = true WHERE "key" = 'token_planning_v1';

  INSERT INTO "Scenario" ("id", "name", "period", "needsReconciliation", "revisionOfScenarioId", "planning_mode") VALUES
    ('scen_26q1_base', 'Baseline', '2026-Q1', false, NULL, 'LEGACY'),
    ('scen_26q1_freeze', 'Hiring freeze', '2026-Q1', true, 'scen_26q1_base', 'LEGACY'),
    ('scen_26q2_base', 'Baseline', '2026-Q2', false, NULL, 'LEGACY'),
    ('scen_26q2_tokens', 'Baseline in tokens', '2026-Q2', true, 'scen_26q2_base', 'TOKEN');

  -- A freeze takes people away, not work.
  INSERT INTO "CapacityHours" ("id", "scenarioId", "skill", "hours")
  SELECT 'cap_' || s."id" || '_' || lower(k.skill), s."id", k.skill,
    round(k.hours * CASE s."name" WHEN 'Hiring freeze' THEN 0.85 ELSE 1 END, 2)
  FROM "Scenario" s
  CROSS JOIN (VALUES ('Backend', 3360), ('Frontend', 2400), ('Data', 1440), ('QA', 1920), ('Domain', 960)) AS k (skill, hours);

  -- What an initiative needs is the same in every scenario of its quarter.
  INSERT INTO "Allocation" ("id", "scenarioId", "initiativeId", "skill", "hours")
  SELECT 'alloc_' || s."id" || '_' || i."id" || '_' || lower(k.skill), s."id", i."id", k.skill,
    round(k.typical * (50 + pg_temp.dice(s."period" || i."id" || k.skill)) / 100.0 / 5, 0) * 5
  FROM "Scenario" s
  CROSS JOIN "Initiative" i
  CROSS JOIN (VALUES ('Backend', 240), ('Frontend', 180), ('Data', 160), ('QA', 130), ('Domain', 60)) AS k (skill, typical)
  WHERE pg_temp.dice(i."id" || k.skill) < 70 AND (s."period" = '2026-Q1' OR i."priority" > 3);

  -- An hour is worth more from April on: the teams were measured again.
  INSERT INTO "token_calibrations" ("id", "skill_pool_id", "effective_date", "tokens_per_hour")
  SELECT 'cal_' || p."name" || '_' || to_char(c.day, 'YYYYMMDD'), p."id", c.day, c.tokens
  FROM (VALUES
    ('pool_backend', '2025-10-01'::date, 1.5), ('pool_backend', '2026-04-01', 1.62),
    ('pool_frontend', '2025-10-01', 1.25), ('pool_frontend', '2026-04-01', 1.25),
    ('pool_data', '2025-10-01', 2), ('pool_data', '2026-04-01', 1.875),
    ('pool_qa', '2025-10-01', 0.8), ('pool_qa', '2026-04-01', 0.96),
    ('pool_domain', '2025-10-01', 1), ('pool_domain', '2026-04-01', 1.1)
  ) AS c (pool, day, tokens)
  JOIN "skill_pools" p ON p."id" = c.pool
  ON CONFLICT DO NOTHING;

  -- The token scenario holds its hours in tokens, at the calibration in force when the quarter begins.
  CREATE TEMP TABLE in_force AS
  SELECT DISTINCT ON (s."id", c."skill_pool_id") s."id" AS scenario_id, c."skill_pool_id", p."name", c."tokens_per_hour"
  FROM "Scenario" s
  CROSS JOIN "token_calibrations" c
  JOIN "skill_pools" p ON p."id" = c."skill_pool_id"
  WHERE s."planning_mode" = 'TOKEN'
    AND c."effective_date" <= make_date(left(s."period", 4)::integer, right(s."period", 1)::integer * 3 - 2, 1)
  ORDER BY s."id", c."skill_pool_id", c."effective_date" DESC;

  INSERT INTO "token_supplies" ("id", "scenario_id", "skill_pool_id", "tokens")
  SELECT 'sup_' || h."scenarioId" || '_' || f.name, h."scenarioId", f.skill_pool_id, h."hours" * f.tokens_per_hour
  FROM "CapacityHours" h JOIN in_force f ON f.scenario_id = h."scenarioId" AND f.name = lower(h."skill");

  INSERT INTO "token_demands" ("id", "scenario_id", "initiative_id", "skill_pool_id", "tokens_p50", "tokens_p90")
  SELECT 'dem_' || a."scenarioId" || '_' || a."initiativeId" || '_' || f.name, a."scenarioId", a."initiativeId", f.skill_pool_id,
    a."hours" * f.tokens_per_hour,
    CASE WHEN pg_temp.dice('p90' || a."id") < 75
      THEN round(a."hours" * f.tokens_per_hour * (110 + pg_temp.dice('more' || a."id") / 2) / 100, 4) END
  FROM "Allocation" a JOIN in_force f ON f.scenario_id = a."scenarioId" AND f.name = lower(a."skill");

  DROP TABLE in_force;
  DROP FUNCTION pg_temp.dice(text);
END;
$seed$;
