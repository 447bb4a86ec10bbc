import type { PanelApi } from './api.ts';
import { PanelError } from './panel-error.ts';

type Users = Pick<PanelApi, 'findUser' | 'patchUser' | 'deleteUser'>;

/** Takes access away before the account goes: cores forget a switched-off user, a deleted one not always. */
async function switchOffAndDelete(api: Users, uuid: string): Promise<void> {
  if ((await api.findUser(uuid)) === undefined) return;
  await orGone(api.patchUser(uuid, { enable: false }));
  await api.deleteUser(uuid);
}

/** Has no account answer to this uuid any more, and has seen that. Safe to repeat. Fails with a `PanelError`. */
export async function removeUser(api: Users, uuid: string): Promise<void> {
  const doubt = await attempt(switchOffAndDelete(api, uuid));
  if ((await api.findUser(uuid)) !== undefined) throw doubt ?? inDoubt();
}

/**
 * Has the account answer to the uuid `to` and no longer to `from`, and has seen both. Safe to repeat; an account known
 * under neither is left to whoever creates it. Fails with a `PanelError`.
 */
export async function replaceUuid(api: Users, { from, to }: { from: string; to: string }): Promise<void> {
  if ((await api.findUser(from)) === undefined) return;
  const isThere = (await api.findUser(to)) !== undefined;
  const doubt = isThere ? await attempt(switchOffAndDelete(api, from)) : await attempt(rename(api, from, to));
  const [left, arrived] = [await api.findUser(from), await api.findUser(to)];
  if (left === undefined && arrived !== undefined) return;
  throw doubt ?? inDoubt();
}

async function rename(api: Users, from: string, to: string): Promise<void> {
  await api.patchUser(from, { uuid: to });
}

/** What a write answered proves little: the reads that follow decide. Other refusals are final. */
async function attempt(write: Promise<void>): Promise<PanelError | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (error instanceof PanelError && ['transient', 'exists', 'not-found'].includes(error.class))
      return error;
    throw error;
  }
}

async function orGone(change: Promise<unknown>): Promise<void> {
  await change.catch((error: unknown) => {
    if (!(error instanceof PanelError) || error.class !== 'not-found') throw error;
  });
}

function inDoubt(): PanelError {
  return new PanelError({
    class: 'transient',
    operation: 'hold user',
    reason: 'panel keeps the old account',
  });
}
