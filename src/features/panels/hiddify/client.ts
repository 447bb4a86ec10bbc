import { keepPathsOf, keepSecret } from '../../../platform/known-secrets.ts';
import { createPanelApi, type PanelApi, type PanelApiOptions } from './api.ts';
import { accessDifference, isGhost } from './difference.ts';
import { type PanelFigures, readFigures } from './figures.ts';
import { holdExactly, type HoldOptions } from './hold.ts';
import type { PanelUser } from './panel-user.ts';
import { removeUser, replaceUuid } from './replace.ts';
import { checkSetup, type PanelSetup } from './setup.ts';
import type { WantedPanelUser } from './wanted-user.ts';

/** One Hiddify panel, in terms of what it is to hold. Every operation fails with `PanelError` and nothing else. */
export interface PanelClient
  extends Pick<PanelApi, 'info' | 'me' | 'eachUser' | 'subscriptionUrl' | 'shareLinks' | 'close'> {
  /** Tries domain, both paths and the key without changing anything, and says which one to correct. */
  setup(): Promise<PanelSetup>;
  /** The state of the machine. Takes the panel more than a second, during which it answers nobody else. */
  figures(): Promise<PanelFigures>;
  /** What the panel has of somebody; undefined when it knows no such uuid. */
  find(uuid: string): Promise<PanelUser | undefined>;
  /** All users this admin sees; rows without uuid and rows marked deleted are left out. */
  list(): Promise<PanelUser[]>;
  /** Names the values in which what somebody may do differs from what is wanted. */
  wrongValues(found: PanelUser, wanted: WantedPanelUser): string[];
  /** Whether a creation of the account stopped half-way: active, with 1000 GB that nobody ordered. */
  isHalfMade(found: PanelUser): boolean;
  /**
   * Makes the panel hold this user with exactly these values, and answers what it was then seen to hold. Safe to repeat
   * any number of times; a failure that says `retry` leaves it to a repeat to go on from there.
   */
  hold(wanted: WantedPanelUser, options?: HoldOptions): Promise<PanelUser>;
  /**
   * Has the account answer to the uuid `to` and no longer to `from`, and has seen both. Safe to repeat; an account known
   * under neither is left to `hold`.
   */
  replace(uuids: { from: string; to: string }): Promise<void>;
  /** Has no account answer to this uuid any more, and has seen that. Safe to repeat. */
  remove(uuid: string): Promise<void>;
  /**
   * Has the panel apply everything once more by an empty change of this account: `needless` when it was not active,
   * `doubtful` when it is not any more.
   */
  reapply(uuid: string): Promise<'reapplied' | 'needless' | 'doubtful'>;
}

export function createPanelClient(options: PanelApiOptions): PanelClient {
  const { url, adminPath, clientPath, apiKey } = options;
  keepSecret(adminPath, clientPath, apiKey);
  keepPathsOf(new URL(url).host);
  const api = createPanelApi(options);
  const { info, me, eachUser, subscriptionUrl, shareLinks, close } = api;
  const isActive = async (uuid: string) => (await api.findUser(uuid))?.isActive === true;

  return {
    info,
    me,
    eachUser,
    subscriptionUrl,
    shareLinks,
    close,
    setup: () => checkSetup(api),
    figures: async () => readFigures(await api.serverStatus()),
    find: (uuid) => api.findUser(uuid),
    list: () => api.listUsers(),
    wrongValues: (found, wanted) => Object.keys(accessDifference(found, wanted)),
    isHalfMade: isGhost,
    hold: (wanted, holding) => holdExactly(api, wanted, holding),
    replace: (uuids) => replaceUuid(api, uuids),
    remove: (uuid) => removeUser(api, uuid),
    async reapply(uuid) {
      if (!(await isActive(uuid))) return 'needless';
      await api.patchUser(uuid, {});
      return (await isActive(uuid)) ? 'reapplied' : 'doubtful';
    },
  };
}
