import { expect, test } from 'vitest';
import { configSchema } from './schema.ts';

function fault(config: unknown): string {
  const parsed = configSchema.safeParse(config);
  const issue = parsed.error?.issues[0];
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
}

test('every policy may be chosen at once', () => {
  expect(
    fault({
      preset: 'strict',
      rules: { 'drop-column': 'error', 'enum-type': 'off' },
      policies: {
        additiveOnly: { since: '003' },
        naming: { tables: '^[a-z_]+$' },
        requiredColumns: { columns: { created_at: '*' }, except: ['lookup_*'] },
        deleteActions: ['restrict', 'no action'],
        foreignKeysIndexed: true,
        lookupTables: { tables: ['lookup_*'], columns: { code: 'text' }, key: ['code'], only: true },
        softReferences: [{ from: 'a.b_id', to: 'public.b.id' }],
        forbiddenTypes: { money: 'Use numeric.' },
        requireRowSecurity: ['public'],
        qualifiedNames: true,
        maxLockMs: 200,
      },
      allow: [{ rule: 'drop-table', in: '2024*', about: 'books', because: 'old', until: '2027-01-31' }],
      ownRules: [
        { id: 'own', group: 'policy', severity: 'info', summary: 's', descendsFrom: [], judge: () => [] },
      ],
      baseline: 'known.json',
    }),
  ).toBe('');
});

test('what is misspelt or makes no sense is named by its key', () => {
  expect(fault({ runer: 'goose' })).toBe(': `runer` is not a key; did you mean `runner`?');
  expect(fault({ policies: { naming: { table: '^a' } } })).toBe(
    'policies.naming: `table` is not a key; did you mean `tables`?',
  );
  expect(fault({ policies: { additive: {} } })).toBe('policies: `additive` is not a key');
  expect(fault({ policies: { naming: { tables: '(' } } })).toBe(
    'policies.naming.tables: is not a regular expression',
  );
  expect(fault({ policies: { softReferences: [{ from: 'a', to: 'b.id' }] } })).toMatch(
    /^policies\.softReferences\.0\.from: is not a column/,
  );
  expect(fault({ policies: { deleteActions: ['explode'] } })).toMatch(/^policies\.deleteActions\.0/);
  expect(fault({ allow: [{ rule: 'drop-table', because: ' ' }] })).toBe('allow.0.because: needs a reason');
  expect(fault({ allow: [{ rule: 'drop-table', because: 'x', until: 'soon' }] })).toMatch(/is not a date/);
  expect(fault({ allow: [{ rule: 'drop-table', because: 'x', until: '2027-02-31' }] })).toMatch(
    /is not a date/,
  );
  expect(fault({ rules: { 'drop-column': 'fatal' } })).toMatch(/^rules\.drop-column/);
  expect(
    fault({ ownRules: [{ id: 'x', group: 'policy', severity: 'info', summary: 's', descendsFrom: [] }] }),
  ).toBe('ownRules.0.judge: is not a function');
});
