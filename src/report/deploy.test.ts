import { expect, test } from 'vitest';
import type { JudgedHazard } from '../model/deployment.ts';
import { hazardShape } from './deploy.ts';

test('JSON tells of a hazard what is documented, and not the SQL by which it was looked into', () => {
  const told = {
    kind: 'destroys-data',
    message: 'All rows of public.t are lost.',
    migration: '002_t',
    line: 3,
    table: 'public.t',
    isRefused: true,
    seen: 'there are some',
  } as const;
  const hazard: JudgedHazard = {
    ...told,
    probe: 'SELECT EXISTS (SELECT FROM public.t)',
    ifThere: "SELECT to_regclass('public.t') IS NOT NULL",
    cascades: true,
    mended: 'rows are updated before',
  };
  expect(hazardShape(hazard)).toEqual(told);
});
