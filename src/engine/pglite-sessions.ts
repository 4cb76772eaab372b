import { openSession, type Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import { orGone } from './databases.ts';
import { type ConnectOptions, type SessionOf, sessionRoles, superuserRole } from './engine.ts';
import type { Lite } from './pglite-package.ts';
import { WireStream } from './pglite-wire.ts';
import { guardedSettings } from './settings.ts';

/** A session to whom the backend is lent: its settings, temporary tables and transaction stay as they are. */
interface Borrower {
  /** Undefined until it is open. */
  wire: WireStream | undefined;
}

/**
 * The one backend of a PGlite, and the sessions that take turns on it. One at a time may be somebody's own. Beside it any number of
 * guarded ones may be open, which are Strata's and keep nothing between two questions: they ask in its name, between its transactions.
 */
export class Backend {
  readonly #lite: Lite;
  #borrower: Borrower | undefined;
  /** The role for which the guard is up, so that its guarded sessions may ask. */
  #guardedRole: string | undefined;

  constructor(lite: Lite) {
    this.#lite = lite;
  }

  async connect(as: SessionOf, options: ConnectOptions): Promise<Session> {
    const role = sessionRoles[as];
    if (as !== 'owner' && (options.guarded ?? true)) return await this.#openGuarded(role, options);
    if (this.#borrower !== undefined) throw new SecondSession();
    return await this.#lend(role, options);
  }

  async #openGuarded(role: string, options: ConnectOptions): Promise<Session> {
    const { session } = await this.#open(role, options);
    const guard = guardSql(role);
    const ask = async <T>(question: () => Promise<T>): Promise<T> => {
      if (this.#borrower !== undefined) return await askBetween(this.#borrower, session, guard, question);
      if (this.#guardedRole !== role) await session.query(guard);
      this.#guardedRole = role;
      return await question();
    };
    const close = async () => {
      // The engine's own work, such as keeping its files, is the superuser's.
      if (role !== superuserRole && this.#guardedRole === role) {
        this.#guardedRole = undefined;
        await session.run(becomeSql(superuserRole));
      }
      await session.close();
    };
    return {
      ...session,
      query: <Row>(text: string, values?: readonly unknown[]) => ask(() => session.query<Row>(text, values)),
      ask: (questions) => ask(() => session.ask(questions)),
      run: (text, copyData) => ask(() => session.run(text, copyData)),
      close,
      [Symbol.asyncDispose]: close,
    };
  }

  async #lend(role: string, options: ConnectOptions): Promise<Session> {
    const borrower: Borrower = { wire: undefined };
    this.#borrower = borrower;
    this.#guardedRole = undefined;
    const opening = this.#open(role, options);
    const { session, wire } = await opening.catch((error) => {
      this.#borrower = undefined;
      throw error;
    });
    borrower.wire = wire;
    let closed = false;
    const close = async () => {
      if (closed) return;
      closed = true;
      try {
        await session.run('ROLLBACK');
        await session.run(becomeSql(superuserRole));
        await session.run('DISCARD ALL');
      } catch {
        // A backend that has ended keeps nothing.
      }
      await session.close();
      this.#borrower = undefined;
    };
    try {
      // The server refuses it in a transaction that another session has begun.
      await session.query('DISCARD ALL');
      await session.query(becomeSql(role));
      await session.query(loginSql(role));
    } catch (error) {
      await close();
      throw error;
    }
    return { ...session, close, [Symbol.asyncDispose]: close };
  }

  async #open(role: string, { applicationName }: ConnectOptions) {
    const wire = new WireStream(this.#lite);
    const opened = await openSession({
      stream: () => wire,
      database: 'postgres',
      user: role,
      ...(applicationName === undefined ? {} : { applicationName }),
    });
    const session = orGone({
      ...opened,
      run(text, copyData = []) {
        wire.copyData = copyData;
        return opened.run(text, copyData);
      },
    });
    return { session, wire };
  }
}

class SecondSession extends StrataError {
  constructor() {
    super('usage', 'PGlite has one session for each database, and this takes a second one beside it', {
      hint: 'Run it with --engine native. What PGlite cannot do: docs/pglite.md',
    });
  }
}

/** Asks behind a guard while the backend is lent, and leaves every setting as it was. */
async function askBetween<T>(
  { wire }: Borrower,
  session: Session,
  guard: string,
  question: () => Promise<T>,
): Promise<T> {
  if (wire?.isInTransaction !== false) throw new SecondSession();
  const [was] = await session.query<Lent>(lentSql);
  await session.query(guard);
  try {
    return await question();
  } finally {
    const { login, role, settings } = was as Lent;
    await session.query(becomeSql(superuserRole));
    await session.query('SELECT pg_catalog.set_config(key, value, false) FROM json_each_text($1)', [
      JSON.stringify(settings),
    ]);
    await session.query(becomeSql(quoteIdentifier(login)));
    await session.query(`SELECT pg_catalog.set_config('role', $1, false)`, [role]);
  }
}

/** Whose session it is, and what the guard would change in it. */
interface Lent {
  readonly login: string;
  readonly role: string;
  readonly settings: Readonly<Record<string, string>>;
}

const lentSql = `SELECT session_user::text AS login, pg_catalog.current_setting('role') AS role,
    pg_catalog.json_object_agg(name, pg_catalog.current_setting(name)) AS settings
  FROM pg_catalog.unnest(ARRAY[${Object.keys(guardedSettings)
    .filter((name) => name !== 'role')
    .map(quoteLiteral)
    .join()}]) AS name`;

/** What only a superuser sets is set before the session becomes another role's. */
function guardSql(role: string): string {
  const settings = Object.entries(guardedSettings)
    .filter(([name]) => name !== 'role')
    .map(([name, value]) => `SET ${name} = ${name === 'DateStyle' ? value : quoteLiteral(value)}`);
  return [becomeSql(superuserRole), ...settings, becomeSql(role)].join(';');
}

function becomeSql(role: string): string {
  return `SET SESSION AUTHORIZATION ${role}`;
}

/** SQL for what a login does elsewhere: it applies the settings of the database and of the role, the more specific last. */
function loginSql(role: string): string {
  return `SELECT set_config(split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1), false)
    FROM pg_catalog.pg_db_role_setting, unnest(setconfig) AS setting
    WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
      AND setrole IN (0, ${quoteLiteral(role)}::regrole)
    ORDER BY setrole <> 0, setdatabase <> 0`;
}
