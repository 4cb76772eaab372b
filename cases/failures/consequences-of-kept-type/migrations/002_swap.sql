ALTER TYPE plan RENAME TO plan_old;
CREATE TYPE plan AS ENUM ('free', 'pro', 'team');
ALTER TABLE profiles ALTER COLUMN plan TYPE plan USING plan::text::plan;
