import { expect, test } from 'vitest';
import { objectsToIgnore } from './objects-to-ignore.ts';
import { plainDrift } from './plain-settings.suite.ts';

test('a day that no calendar has is refused, as the configuration would refuse it', async () => {
  const options = { ...plainDrift('.', ''), objects: ['table public.t'], because: 'a study' };
  await expect(objectsToIgnore({ ...options, until: '2027-02-31' })).rejects.toMatchObject({
    code: 'usage',
    message: '`2027-02-31` is not a day',
  });
});
