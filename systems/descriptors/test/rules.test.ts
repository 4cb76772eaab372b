import { testRules } from '../../shared/rules.ts';
import { database, sqlFile } from './database.ts';
import { rules } from './rules.ts';

const fixture = sqlFile('test/fixture.sql');

testRules({
  rules,
  database,
  prepare: (client) => client.query(fixture),
  // This one is only what a foreign key points at: "id" alone is unique already.
  others: ['WSOSSection_id_skillId_key'],
});
