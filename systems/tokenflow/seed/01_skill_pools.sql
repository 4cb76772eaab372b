-- The five pools that every planner starts with. One that somebody renamed or switched off stays as it is.
INSERT INTO "skill_pools" ("id", "name") VALUES
  ('pool_backend', 'backend'),
  ('pool_frontend', 'frontend'),
  ('pool_data', 'data'),
  ('pool_qa', 'qa'),
  ('pool_domain', 'domain')
ON CONFLICT DO NOTHING;
