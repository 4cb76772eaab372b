/** The context that Vitest hands to a test or a `beforeEach`. */
export interface VitestContext {
  readonly task: { readonly name: string; readonly result?: { readonly state: string } | undefined };
  onTestFinished(listener: () => Promise<void>): void;
}

/** The context that node:test hands to a test. */
export interface NodeTestContext {
  readonly name: string;
  after(listener: () => Promise<void>): void;
}

export type TestContext = VitestContext | NodeTestContext;

/** What a runner calls the test. */
export function titleOf(test: TestContext): string {
  return 'task' in test ? test.task.name : test.name;
}

/** Calls `listener` when the test is over, and tells whether it failed. */
export function onTestEnd(test: TestContext, listener: (hasFailed: boolean) => Promise<void>): void {
  if ('task' in test) test.onTestFinished(() => listener(test.task.result?.state === 'fail'));
  else test.after(() => listener((test as { error?: unknown }).error != null));
}
