import { groupBy } from '../../model/group-by.ts';
import type { Act, Rule } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { transactionsIn } from '../reading/transactions.ts';

export const notResumable: Rule = {
  id: 'not-resumable',
  group: 'history',
  severity: 'info',
  summary:
    'A migration runs as several transactions, and a statement of it cannot be run twice: where a later one fails, the whole cannot be run again.',
  descendsFrom: ['squawk:prefer-robust-stmts'],
  *judge(subject) {
    const doing = transactionsIn(subject)
      .map((acts) =>
        acts.filter(({ head }) => !/^(BEGIN|COMMIT|END|START|ROLLBACK|SET|RESET|SELECT)\b/.test(head)),
      )
      .filter((acts) => acts.length > 0);
    for (const transactions of groupBy(doing, ([first]) => first?.at).values()) {
      if (transactions.length < 2) continue;
      const act = transactions
        .slice(0, -1)
        .flat()
        .find((one) => isOnce(one));
      if (act === undefined) continue;
      yield {
        act,
        message: `this migration runs as ${transactions.length} transactions; where one fails, what came before stays, and this statement fails when it is run again`,
        hint: 'Give each part a migration of its own, or write what can be run twice: IF NOT EXISTS, IF EXISTS, OR REPLACE.',
      };
    }
  },
};

const once = /^(CREATE|DROP|ALTER)\b/;
const again = /\bIF (NOT )?EXISTS\b|\bOR REPLACE\b/;

/** Commands of ALTER TABLE that find their work done, and fail, when they run again. */
const onceCommands =
  /^AT_(AddColumn|DropColumn|AddConstraint|DropConstraint|AddIdentity|DropIdentity|DropExpression|AttachPartition|DetachPartition|AddInherit|DropInherit)$/;

function isOnce({ head, text, trees }: Act): boolean {
  if (!once.test(head)) return false;
  if (!head.startsWith('ALTER TABLE') || trees.length === 0)
    return !again.test(head) && (!head.startsWith('ALTER') || /\b(ADD|DROP|RENAME|SCHEMA)\b/i.test(text));
  return trees.some((tree) => {
    const { AlterTableStmt, RenameStmt } = byKind(tree);
    if (AlterTableStmt === undefined)
      return !(RenameStmt?.renameType === 'OBJECT_TABLE' && RenameStmt.missing_ok === true);
    const commands = (AlterTableStmt.cmds ?? []).flatMap((item) => byKind(item).AlterTableCmd ?? []);
    const gone = commands.filter(({ missing_ok }) => missing_ok === true).map(({ name }) => name);
    return commands.some(
      ({ subtype, missing_ok, def }) =>
        onceCommands.test(subtype ?? '') &&
        missing_ok !== true &&
        !gone.includes(byKind(def).Constraint?.conname ?? ''),
    );
  });
}
