/** When a trigger fires. */
export interface Firing {
  readonly moment: 'BEFORE' | 'AFTER' | 'INSTEAD OF';
  /** `UPDATE OF a, b` where it does not fire for other columns. */
  readonly events: readonly string[];
  readonly isForEachRow: boolean;
}

/** Reads what pg_get_triggerdef writes. https://www.postgresql.org/docs/18/sql-createtrigger.html */
export function readFiring(source: string): Firing | undefined {
  const [, moment, events, level] = written.exec(source) ?? [];
  if (moment === undefined || events === undefined) return undefined;
  return {
    moment: moment as Firing['moment'],
    events: events.split(' OR '),
    isForEachRow: level === 'ROW',
  };
}

const written =
  /^CREATE (?:CONSTRAINT )?TRIGGER (?:"(?:[^"]|"")+"|\S+) (BEFORE|AFTER|INSTEAD OF) (.+?) ON .+? FOR EACH (ROW|STATEMENT) /s;
