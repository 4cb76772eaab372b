import { expect, test } from 'vitest';
import { serverError } from './session.ts';

test('what the system says of a broken connection is not taken for an answer of the server', () => {
  const pipe = Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write', errno: -32 });
  expect(serverError(pipe)).toEqual({ code: '08006', message: 'write EPIPE', isLost: true });
  const answer = Object.assign(new Error('division by zero'), { code: '22012', position: '8' });
  expect(serverError(answer)).toEqual({ code: '22012', message: 'division by zero', position: 8 });
  const other = Object.assign(new Error('could not connect to server "other"'), { code: '08001' });
  expect(serverError(other)).not.toHaveProperty('isLost');
  for (const code of ['57P01', '25P03', '25P04']) {
    const ended = Object.assign(new Error('terminating connection'), { code });
    expect(serverError(ended)).toMatchObject({ code, isLost: true });
  }
});
