import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { enginesInTurn } from '../src/engine/engines-in-turn.suite.ts';
import { judgeRehearsal } from '../src/flows/judge/judge.ts';
import type { Finding } from '../src/model/finding.ts';
import type { History, Migration, Platform } from '../src/model/migration.ts';
import type { Policies } from '../src/model/policies.ts';
import { ruleGroups } from '../src/model/rule.ts';
import { cold } from '../src/replay/rehearsal.suite.ts';
import { rehearse } from '../src/replay/rehearse.ts';
import { rules } from '../src/rules/rules.ts';
import { hintFaults } from './hint-faults.ts';
import { rulePage, ruleTable } from './rule-page.ts';

const root = resolve(import.meta.dirname, '../cases/rules');
const docs = resolve(import.meta.dirname, '../docs');
const openEngine = enginesInTurn();

function read(id: string, file: string): string | undefined {
  const path = join(root, id, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** `before.sql` and `<name>.before.sql` as migrations of long ago, and the one to be judged; on the platform of `platform.txt`. */
function historyOf(id: string, name: string): History {
  const migrations = ['before', `${name}.before`, name].flatMap((part): Migration[] => {
    const text = read(id, `${part}.sql`);
    const down = read(id, `${part}.down.sql`);
    if (text === undefined) return [];
    return [
      {
        name: part,
        up: { file: `${part}.sql`, text, firstLine: 1 },
        ...(down === undefined ? {} : { down: { file: `${part}.down.sql`, text: down, firstLine: 1 } }),
        transaction: 'auto',
        hash: '',
      },
    ];
  });
  return {
    dir: join(root, id),
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    platform: (read(id, 'platform.txt')?.trim() ?? 'none') as Platform,
    migrations,
    findings: [],
  };
}

async function findingsOf(id: string, name: string): Promise<readonly Finding[]> {
  const history = historyOf(id, name);
  const rehearsal = await rehearse(history, { ...cold, openEngine, readsSchema: true });
  const policies = JSON.parse(read(id, 'policies.json') ?? '{}') as Policies;
  return judgeRehearsal(history, rehearsal, { policies, sizes: undefined });
}

/** A time differs from run to run. */
function withoutTimes(finding: Finding): Finding {
  return { ...finding, message: finding.message.replaceAll(/\b\d+ ms until/g, '31 ms until') };
}

test('docs/rules.md lists every rule in its group', async ({ expect }) => {
  const file = join(docs, 'rules.md');
  let text = readFileSync(file, 'utf8');
  for (const group of ruleGroups) {
    const listed = `<!-- ${group} -->\n\n${ruleTable(rules, group)}\n\n<!-- /${group} -->`;
    text = text.replace(new RegExp(`<!-- ${group} -->[\\s\\S]*<!-- /${group} -->`), () => listed);
  }
  await expect(text).toMatchFileSnapshot(file);
});

test('every page under docs/rules is a rule of today', () => {
  expect(readdirSync(join(docs, 'rules')).sort()).toEqual(rules.map(({ id }) => `${id}.md`));
});

test('every rule has its pair of SQL, and every pair its rule', () => {
  expect(readdirSync(root).sort()).toEqual(rules.map(({ id }) => id));
});

test('every rule lies in the folder of its group', () => {
  const src = resolve(import.meta.dirname, '../src/rules');
  const astray = rules.filter(({ group, id }) => !existsSync(join(src, group, `${id}.ts`)));
  expect(astray.map(({ group, id }) => `${group}/${id}`)).toEqual([]);
});

test('the file of a rule exports nothing but the rule: what several rules need lies in reading', () => {
  const src = resolve(import.meta.dirname, '../src/rules');
  const exportsMore = rules.filter(({ group, id }) => {
    const text = readFileSync(join(src, group, `${id}.ts`), 'utf8');
    return text.match(/^export /gm)?.length !== 1;
  });
  expect(exportsMore.map(({ id }) => id)).toEqual([]);
});

describe.concurrent('what a rule finds in bad.sql it does not find in good.sql', () => {
  for (const { id } of rules) {
    test(id, async ({ expect }) => {
      const [bad, good] = [await findingsOf(id, 'bad'), await findingsOf(id, 'good')];
      const own = bad.filter(({ rule }) => rule === id);
      expect(own, JSON.stringify(bad, null, 1)).not.toEqual([]);
      expect(own[0]?.where?.file ?? 'bad.sql').toBe('bad.sql');
      expect(bad.flatMap(hintFaults)).toEqual([]);
      expect(good.filter(({ rule, severity }) => rule === id || severity === 'error')).toEqual([]);
      const page = rulePage(rules.find((rule) => rule.id === id)!, {
        before: read(id, 'before.sql') ?? '',
        bad: read(id, 'bad.sql') ?? '',
        good: read(id, 'good.sql') ?? '',
        policies: read(id, 'policies.json') ?? '',
        finding: withoutTimes(own[0]!),
      });
      await expect(page).toMatchFileSnapshot(join(docs, 'rules', `${id}.md`));
    });
  }
});

/** `bad.in-a-block.sql`, `good.chained.sql`: what the page need not show. */
function furtherCases(id: string): readonly string[] {
  return readdirSync(join(root, id)).flatMap(
    (file) => /^((?:bad|good)\.(?!down\.)[\w-]+)\.sql$/.exec(file)?.[1] ?? [],
  );
}

describe.concurrent('a rule finds the same', () => {
  for (const { id } of rules)
    for (const name of furtherCases(id))
      test(`${id}: ${name}`, async ({ expect }) => {
        const found = await findingsOf(id, name);
        const own = found.filter(({ rule }) => rule === id);
        expect(own.length > 0, JSON.stringify(found, null, 1)).toBe(name.startsWith('bad'));
        expect(found.filter(({ rule, severity }) => rule !== id && severity === 'error')).toEqual([]);
        expect(found.flatMap(hintFaults)).toEqual([]);
      });
});
