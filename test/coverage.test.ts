import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { factKinds } from '../src/model/schema.ts';
import { rules } from '../src/rules/rules.ts';

const text = readFileSync(join(import.meta.dirname, '../COVERAGE.md'), 'utf8');

test('COVERAGE.md lists exactly the kinds that the code knows', () => {
  const listed = [...(text.split('\n## ')[0] as string).matchAll(/^\| `([a-z-]+)` \|/gm)].map(
    ([, kind]) => kind,
  );
  expect(listed.sort()).toEqual([...factKinds].sort());
});

/** `squawk:ban-drop-column` -> our rules that its row names. */
function listedPeers(): ReadonlyMap<string, readonly string[]> {
  const peers = new Map<string, readonly string[]>();
  for (const table of text.split(/^(?=\| (?:squawk|eugene|strong_migrations|pgls|atlas) \|)/m).slice(1)) {
    const tool = /^\| (\w+) \|/.exec(table)?.[1];
    for (const [, peer, ours = ''] of table.matchAll(/^\| `([\w-]+)` \| (.*?) \|/gm))
      peers.set(
        `${tool}:${peer}`,
        [...ours.matchAll(/(?<!failure )`([\w-]+)`/g)].map(([, id]) => id as string).sort(),
      );
  }
  return peers;
}

test('COVERAGE.md names for each rule of other tools exactly the rules that descend from it', () => {
  const peers = listedPeers();
  const descended = new Map<string, string[]>();
  for (const { id, descendsFrom } of rules)
    for (const peer of descendsFrom) descended.set(peer, [...(descended.get(peer) ?? []), id].sort());
  expect(Object.fromEntries([...peers].filter(([, ours]) => ours.length > 0).sort())).toEqual(
    Object.fromEntries([...descended].sort()),
  );
});

test('COVERAGE.md says why where no rule of ours covers one of theirs', () => {
  const bare = [...text.matchAll(/^\| `([\w-]+)` \| none \| *\|$/gm)].map(([, peer]) => peer);
  expect(bare).toEqual([]);
});
