import { it } from 'vitest';
import type { PanelProfile } from '@hiddify-vpn-bot/sandbox/panel/profiles.ts';
import type { CoreView } from '@hiddify-vpn-bot/sandbox/panel/cores.ts';
import type { PanelFaults } from '@hiddify-vpn-bot/sandbox/panel/faults.ts';

/** A panel to be examined: the stand-in, or a real one. */
export interface PanelTarget {
  readonly url: string;
  readonly adminPath: string;
  readonly clientPath: string;
  readonly adminKey: string;
  readonly profile: PanelProfile;
  /** Sent with every request: what a proxy in front would add. */
  readonly headers: Readonly<Record<string, string>>;
  /** Python 3.13 before v13 skips the panel's role checks. */
  readonly rolesSkipped: boolean;
  /** The panel's local date, `YYYY-MM-DD`. */
  today(): string;
  readonly capabilities: PanelCapabilities;
}

/** What can be done behind the interface's back; a case that needs an absent one does not exist for that target. */
export interface PanelCapabilities {
  emptyTable?: () => Promise<void>;
  /** Gives an existing row a uuid as very old panels wrote them. */
  makeOldRow?: (uuid: string, oldUuid: string) => Promise<void>;
  removeRow?: (uuid: string) => Promise<void>;
  /** How often the panel asked for its users to be applied. */
  applyCount?: () => Promise<number>;
  cores?: () => CoreView;
  moveClock?: (seconds: number) => void;
  setApplySeconds?: (seconds: number) => void;
  setFaults?: (faults: Partial<PanelFaults>) => Promise<unknown>;
  setOutside?: (outside: boolean) => void;
}

/** True before v13: marshmallow bodies, hard deletes, wrapped errors. */
export function isLegacy(target: PanelTarget): boolean {
  return target.profile === 'v10-12' || target.profile === 'v12.3.0';
}

/** Picks what holds before v13 or from it on. */
export function byEra(target: PanelTarget): <T>(before: T, fromV13: T) => T {
  return (before, fromV13) => (isLegacy(target) ? before : fromV13);
}

/** How a panel refuses a wrong key: 403 in a spelling of its own, from v14 on a proper 401. */
export function refusalOf(target: PanelTarget): { status: number; message: string } {
  if (target.profile === 'v14') return { status: 401, message: 'Unauthorized' };
  return { status: 403, message: 'Unathorized' };
}

type DefineCase = (name: string, run: () => Promise<void>) => void;

/** `it` where the target can be put to the case; where it cannot, there is no such case. */
export function itWhere(can: boolean): DefineCase {
  return can ? it : () => {};
}
