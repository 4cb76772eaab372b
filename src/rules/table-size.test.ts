import { expect, test } from 'vitest';
import type { Rule, Subject, Verdict } from '../model/rule.ts';
import { weighBySize } from './table-size.ts';

const rule: Rule = {
  id: 'r',
  group: 'observed',
  severity: 'warning',
  summary: '',
  descendsFrom: [],
  judge: () => [],
};

function weighed(table: Verdict['table'], severity?: Verdict['severity']): Verdict {
  const sizes = {
    version: 1,
    takenAt: '',
    tables: {
      'public.small': { rows: 1200, bytes: 100_000 },
      'audit.large': { rows: 12_000_000, bytes: 3 * 1024 ** 3 },
    },
  } as const;
  const subject = { sizes } as unknown as Subject;
  return weighBySize(subject, rule, {
    message: 'm',
    ...(table === undefined ? {} : { table }),
    ...(severity === undefined ? {} : { severity }),
  });
}

test('of a small table nobody is warned', () => {
  expect(weighed({ schema: undefined, name: 'small' })).toMatchObject({
    severity: 'info',
    notes: ['small holds about 1,200 rows (98 kB).'],
  });
});

test('an error stays one', () => {
  expect(weighed({ schema: undefined, name: 'small' }, 'error').severity).toBe('error');
});

test('a large table is told of, also without its schema where only one bears the name', () => {
  expect(weighed({ schema: undefined, name: 'large' })).toMatchObject({
    severity: 'warning',
    notes: ['large holds about 12,000,000 rows (3.0 GB).'],
  });
});

test('nothing is said of what is not known', () => {
  expect(weighed({ schema: 'public', name: 'large' })).toEqual({
    message: 'm',
    table: { schema: 'public', name: 'large' },
  });
  expect(weighed(undefined)).toEqual({ message: 'm' });
});
