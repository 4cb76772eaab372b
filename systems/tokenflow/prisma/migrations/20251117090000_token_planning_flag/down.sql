DROP TRIGGER "Scenario_token_planning_is_on" ON "Scenario";
DROP FUNCTION token_planning_is_on();
