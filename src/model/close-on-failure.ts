/** Passes what was opened to `work`, whose result then owns it. Where `work` fails, it is closed. */
export async function closeOnFailure<Opened extends AsyncDisposable, Made>(
  opened: Opened,
  work: (opened: Opened) => Promise<Made>,
): Promise<Made> {
  try {
    return await work(opened);
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}
