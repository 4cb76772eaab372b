-- A legacy scenario and its revision in tokens, one initiative in both, two pools.
INSERT INTO "Initiative" ("id", "name", "priority") VALUES ('i1', 'Search', 1), ('i2', 'Checkout', 2);

INSERT INTO "FeatureFlag" ("key", "enabled", "description") VALUES ('token_planning_v1', true, 'Plan in tokens.');
INSERT INTO "Scenario" ("id", "name", "period") VALUES ('legacy', 'Baseline', '2026-Q1');
INSERT INTO "Scenario" ("id", "name", "period", "revisionOfScenarioId", "planning_mode")
VALUES ('token', 'In tokens', '2026-Q1', 'legacy', 'TOKEN');

INSERT INTO "Allocation" ("id", "scenarioId", "initiativeId", "skill", "hours") VALUES ('a1', 'legacy', 'i1', 'Backend', 100);
INSERT INTO "CapacityHours" ("id", "scenarioId", "skill", "hours") VALUES ('c1', 'legacy', 'Backend', 400);

INSERT INTO "skill_pools" ("id", "name") VALUES ('backend', 'backend'), ('qa', 'qa');
INSERT INTO "token_supplies" ("id", "scenario_id", "skill_pool_id", "tokens") VALUES ('s1', 'token', 'backend', 600);
INSERT INTO "token_demands" ("id", "scenario_id", "initiative_id", "skill_pool_id", "tokens_p50", "tokens_p90")
VALUES ('d1', 'token', 'i1', 'backend', 150, 180);
INSERT INTO "token_calibrations" ("id", "skill_pool_id", "effective_date", "tokens_per_hour")
VALUES ('k1', 'backend', '2025-10-01', 1.5);
