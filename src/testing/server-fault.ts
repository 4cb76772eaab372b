import { StrataError } from '../model/errors.ts';
import { isLost, type TestServer } from './server.ts';

/** Servers of whose end somebody was told. */
const told = new WeakSet<TestServer>();

/**
 * The error of a test that its server failed, in place of what its connection said; undefined where the server is up and
 * nothing happened to it, so that the error is the test's own.
 */
export async function serverFault(
  server: TestServer,
  title: string | undefined,
  error: unknown,
): Promise<StrataError | undefined> {
  return isLost(error) ? await findFault(server, title, error) : undefined;
}

/** What to tell of a server that ended, or was killed in part and started anew; undefined where neither happened. */
export async function findFault(
  server: TestServer,
  title: string | undefined,
  cause?: unknown,
): Promise<StrataError | undefined> {
  const end = await server.end();
  if (end === undefined && (await isConnected(server))) return undefined;
  told.add(server);
  const when = title === undefined ? 'during a test' : `during "${title}"`;
  const how = end?.reason === undefined ? '' : ` (${end.reason})`;
  const what =
    end === undefined
      ? `a process of the test server was killed ${when}, and the server started anew`
      : `the test server ended ${when}${how}`;
  const log = end?.logFile === undefined ? '' : `\nIts log, for a day: ${end.logFile}`;
  return new StrataError('engine', `${what}: the failure says nothing about the code`, {
    hint: `Run the tests again. If it recurs, something on this machine ends processes, such as a lack of memory.${log}`,
    cause,
  });
}

/** PostgreSQL cuts every connection when one of its processes is killed, ours too. */
async function isConnected({ control, isLeft }: TestServer): Promise<boolean> {
  return (
    isLeft() ||
    (await control.query('SELECT').then(
      () => true,
      () => false,
    ))
  );
}

/** Says once what happened to a server, for tests that reach it by clients of their own and see only that these fail. */
export async function tellFault(
  server: TestServer,
  error: unknown,
  say: (message: string) => void,
): Promise<void> {
  if (told.has(server)) return;
  const fault = await serverFault(server, undefined, error);
  if (fault !== undefined) say(faultText(fault));
}

/** For stderr. */
export function faultText({ message, hint }: StrataError): string {
  return `strata: ${message}\n  ${hint?.replaceAll('\n', '\n  ')}\n`;
}
