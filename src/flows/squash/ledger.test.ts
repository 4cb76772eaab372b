import { expect, test } from 'vitest';
import { testArena } from '../../../test/judge/arena.ts';
import { brief, historyOf, styles, write } from '../../ledger/ledger.suite.ts';
import { readLedger } from '../../ledger/read.ts';
import type { Migration } from '../../model/migration.ts';
import { squashedLedgerSql } from './ledger.ts';

const arena = testArena();

test.each(Object.entries(styles))(
  'the SQL for a ledger of %s makes it name the baseline',
  async (_, style) => {
    await using db = await arena.createDatabase();
    const history = historyOf(style);
    await write(db, history, 3);
    const [, second, third] = history.migrations as [Migration, Migration, Migration];
    const [made] = historyOf({ ...style, names: [second.name.replace('posts', 'baseline')] }).migrations;
    const baseline = { ...(made as Migration), ledgerMark: second.ledgerMark as number };
    await db.session.query(squashedLedgerSql(history, history.migrations.slice(0, 2), baseline));
    const same = style.knowsText ? ' same' : '';
    expect(brief(await readLedger(db.session, { ...history, migrations: [baseline, third] }))).toEqual([
      `${baseline.name} applied${same}`,
      `${third.name} applied${same}`,
    ]);
  },
);
