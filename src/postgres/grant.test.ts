import { expect, test } from 'vitest';
import { type Grant, grantEntry, parseGrant } from './grant.ts';

test.each<[string, Grant]>([
  ['PUBLIC SELECT', { grantee: 'PUBLIC', privilege: 'SELECT', option: false, grantor: undefined }],
  ['clerk SELECT*', { grantee: 'clerk', privilege: 'SELECT', option: true, grantor: undefined }],
  [
    'clerk USAGE BY CURRENT_USER',
    { grantee: 'clerk', privilege: 'USAGE', option: false, grantor: 'CURRENT_USER' },
  ],
  [
    '"a ""UPDATE* BY b" INSERT* BY "c SELECT BY d"',
    { grantee: '"a ""UPDATE* BY b"', privilege: 'INSERT', option: true, grantor: '"c SELECT BY d"' },
  ],
])("the entry %j of an object's privileges is read, and written the same", (entry, grant) => {
  expect(parseGrant(entry)).toEqual(grant);
  expect(grantEntry(grant)).toBe(entry);
});
