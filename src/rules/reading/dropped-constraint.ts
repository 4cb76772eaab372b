import { splitIdentifier } from '../../postgres/identifier.ts';
import type { Alteration } from './trees.ts';

/** The constraint that a command drops; undefined where its IF EXISTS found none. */
export function droppedConstraint({ act, command }: Alteration): string | undefined {
  if (command.subtype !== 'AT_DropConstraint' || command.name === undefined) return undefined;
  const wasSeen = (act.seen?.events ?? []).some(
    ({ action, type, identity }) =>
      action === 'drop' &&
      type === 'table constraint' &&
      splitIdentifier(identity.split(' on ')[0] ?? '')[0] === command.name,
  );
  return wasSeen || !act.ran ? command.name : undefined;
}
