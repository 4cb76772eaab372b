-- What can be switched on. A flag that somebody switched or described anew stays as it is.
INSERT INTO "FeatureFlag" ("key", "enabled", "description") VALUES
  ('token_planning_v1', false, 'Scenarios can be planned in tokens of skill pools beside hours.'),
  ('token_p90_demand', false, 'Demand is also estimated at P90, and fit is shown for both.'),
  ('reconciliation_view', false, 'A scenario is shown in hours and in tokens, with the differences explained.'),
  ('what_if_copies', false, 'A scenario can be copied to try something out.'),
  ('scenario_revisions', true, 'A scenario can be revised; what it revises is kept.')
ON CONFLICT DO NOTHING;
