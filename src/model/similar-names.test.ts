import { expect, test } from 'vitest';
import { similarNames } from './similar-names.ts';

test.each([
  ['created_at', ['createdAt', 'updatedAt', 'id'], ['createdAt']],
  ['user', ['users', 'User', 'posts'], ['User', 'users']],
  ['member_statuses', ['member_status', 'member'], ['member_status']],
  ['emial', ['email', 'id'], ['email']],
  ['id', ['uid', 'name'], ['uid']],
  ['title', ['tile', 'a', 'something_else'], ['tile']],
  ['status', ['sta', 'states'], ['states']],
  ['x', [], []],
])('%s looks like %j: %j', (name, candidates, near) => {
  expect(similarNames(name, candidates)).toEqual(near);
});
