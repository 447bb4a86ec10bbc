import type { PanelApi } from './api.ts';
import { accessDifference, fullPatch, isGhost, labelDifference } from './difference.ts';
import { PanelError } from './panel-error.ts';
import type { PanelUser } from './panel-user.ts';
import type { PanelUserPatch, WantedPanelUser } from './wanted-user.ts';

export interface HoldOptions {
  /**
   * Set the used traffic to zero, once: together with other dates or another limit, or because the counter still says as
   * much as before, when both happen to be the same. A repeat that finds it below that does not.
   */
  resetUsage?: { usedBefore: number } | undefined;
  /**
   * Write everything once even when it reads as wanted. For the attempt after a failed one: a panel that
   * stops inside a change shows the new values while its cores no longer know the user.
   */
  rewrite?: boolean;
  /** The account as it was read a moment ago, which saves reading it once more. */
  found?: PanelUser;
  /** The counter of an account that stood there before is not this person's any more: it is made to say `usedBytes`. */
  exactUsage?: boolean;
}

type PanelUsers = Pick<PanelApi, 'createUser' | 'findUser' | 'patchUser'>;

/** A creation, a repair of what it left half-made, and one repeat; after that the caller's own backoff. */
const maxWrites = 3;

/** `holdUser`, and the counter as well where that is asked for. */
export async function holdExactly(
  api: PanelUsers,
  wanted: WantedPanelUser,
  options: HoldOptions = {},
): Promise<PanelUser> {
  const held = await holdUser(api, wanted, options);
  const { uuid, usedBytes } = wanted;
  if (options.exactUsage !== true || usedBytes === undefined || isNearly(held, usedBytes)) return held;
  await api.patchUser(uuid, { currentUsageBytes: usedBytes });
  const counted = await api.findUser(uuid);
  if (counted !== undefined && isNearly(counted, usedBytes)) return counted;
  throw inDoubt(undefined, 'panel does not keep the usage');
}

/** Within a megabyte: the panel keeps gigabytes in floating point. */
function isNearly({ currentUsageBytes }: PanelUser, usedBytes: number): boolean {
  return Math.abs(currentUsageBytes - usedBytes) < 1024 ** 2;
}

/**
 * Makes the panel have this user with exactly these values and gives what it then says about it. Safe to
 * repeat any number of times: it reads, writes what is missing, and reads again, whatever the write answered.
 * Fails with a `PanelError`: `retry` when the panel stayed in doubt, so that a later repeat goes on from there.
 */
export async function holdUser(
  api: PanelUsers,
  wanted: WantedPanelUser,
  options: HoldOptions = {},
): Promise<PanelUser> {
  let writes = 0;
  let doubt: PanelError | undefined;
  let mustWriteAll = options.rewrite ?? false;
  let areLabelsTried = false;
  let isMadeHere = false;
  let isReset = false;
  let known = options.found;
  for (;;) {
    const found = known ?? (await api.findUser(wanted.uuid));
    known = undefined;
    const patch: PanelUserPatch | undefined =
      found && nextPatch({ found, wanted, mustWriteAll, areLabelsTried, isMadeHere, isReset }, options);
    if (found && !patch) return found;
    if (writes === maxWrites || (!found && doubt)) throw inDoubt(doubt);
    writes += 1;
    doubt = await attempt(() => (patch ? api.patchUser(wanted.uuid, patch) : api.createUser(wanted)));
    // A creation puts even a switched-off account into the cores; a change takes it out again.
    mustWriteAll = doubt !== undefined || (!patch && !wanted.enable);
    isMadeHere ||= !patch;
    isReset ||= patch?.currentUsageBytes === 0 && doubt === undefined;
    areLabelsTried ||= patch !== undefined && doubt === undefined;
  }
}

interface Step {
  found: PanelUser;
  wanted: WantedPanelUser;
  mustWriteAll: boolean;
  areLabelsTried: boolean;
  isMadeHere: boolean;
  isReset: boolean;
}

/** The change still to be made, or `undefined` when the account is as wanted. */
function nextPatch(step: Step, options: HoldOptions): PanelUserPatch | undefined {
  const { found, wanted } = step;
  const access = accessDifference(found, wanted);
  const isRenewal = access.period !== undefined || access.usageLimitBytes !== undefined;
  const reset = isToReset(step, isRenewal, options) ? { currentUsageBytes: 0 } : {};
  if (step.mustWriteAll || isGhost(found))
    return { ...fullPatch(found, wanted), ...carriedOver(step), ...reset };
  const labels = step.areLabelsTried ? {} : labelDifference(found, wanted);
  const patch = { ...labels, ...access, ...reset };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function isToReset({ found, isReset }: Step, isRenewal: boolean, { resetUsage }: HoldOptions): boolean {
  if (resetUsage === undefined || isReset) return false;
  const used = found.currentUsageBytes;
  return isRenewal || (used > 0 && used >= resetUsage.usedBefore);
}

/** A creation that stopped half-way has not written what was used before. */
function carriedOver({ found, wanted, isMadeHere }: Step): PanelUserPatch {
  const { usedBytes } = wanted;
  if (usedBytes === undefined || !(isMadeHere || isGhost(found))) return {};
  return found.currentUsageBytes < usedBytes ? { currentUsageBytes: usedBytes } : {};
}

/** Gives the failure of a write whose effect only a read can tell, and throws every other one. */
async function attempt(write: () => Promise<PanelUser>): Promise<PanelError | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof PanelError && isDoubtful(error)) return error;
    throw error;
  }
}

/** `not-found` on a change means that the user went away between reading and writing. */
function isDoubtful(error: PanelError): boolean {
  return error.class === 'transient' || error.class === 'exists' || error.class === 'not-found';
}

function inDoubt(doubt: PanelError | undefined, reason = 'panel does not keep the values'): PanelError {
  if (doubt?.class === 'transient') return doubt;
  return new PanelError({ class: 'transient', operation: 'hold user', reason });
}
