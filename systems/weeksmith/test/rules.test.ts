import { testRules } from '../../shared/rules.ts';
import { database, sqlFile } from './database.ts';
import { rules } from './rules.ts';
import { auditTriggers } from './tables.ts';

const fixture = sqlFile('test/fixture.sql');

testRules({
  rules,
  database,
  prepare: (client) => client.query(fixture),
  others: [
    // These are only what references carry an owner to: "id" alone is unique already.
    'chat_session_id_owner_key',
    'cycle_id_owner_key',
    'goal_id_cycle_owner_key',
    'task_id_cycle_owner_key',
    'vision_id_owner_key',
    'weekly_plan_id_cycle_owner_key',
    ...auditTriggers,
  ],
});
