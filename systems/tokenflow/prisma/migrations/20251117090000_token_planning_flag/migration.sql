-- By hand: until now only the programs looked at the flag. A trigger waits for those who write "Scenario"; behind it all others would.
SET lock_timeout = '5s';

CREATE FUNCTION token_planning_is_on() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever has moved stays when the flag is switched off.
    IF TG_OP = 'UPDATE' AND OLD."planning_mode" = 'TOKEN' THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM "FeatureFlag" WHERE "key" = 'token_planning_v1' AND "enabled") THEN
        RAISE EXCEPTION 'scenario % cannot be planned in tokens yet', NEW."id"
            USING ERRCODE = 'TF001',
                  CONSTRAINT = TG_NAME,
                  TABLE = TG_TABLE_NAME,
                  COLUMN = 'planning_mode',
                  HINT = 'Switch the flag token_planning_v1 on first.';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "Scenario_token_planning_is_on"
    BEFORE INSERT OR UPDATE OF "planning_mode" ON "Scenario"
    FOR EACH ROW WHEN (NEW."planning_mode" = 'TOKEN')
    EXECUTE FUNCTION token_planning_is_on();
