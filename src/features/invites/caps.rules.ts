import { Refusal } from '../../platform/refusal.ts';

/** The most that a code may give: people it lets in, days of access (0: only the way in), gigabytes for each. */
export interface InviteCaps {
  uses: number;
  days: number;
  gigabytes: number;
}

/** Without caps everything is within them. */
type Caps = InviteCaps | undefined;

/** Refuses with `invite.too-many-uses`. */
export function demandUses(uses: number, caps: Caps): void {
  if (caps !== undefined && uses > caps.uses)
    throw new Refusal('invalid', 'invite.too-many-uses', { most: caps.uses });
}

/** Refuses with `invite.too-many-days`; access for ever is longer than any cap. */
export function demandDays(grant: 'admission' | 'permanent' | number, caps: Caps): void {
  if (caps === undefined || grant === 'admission') return;
  if (grant === 'permanent' || grant > caps.days)
    throw new Refusal('invalid', 'invite.too-many-days', { most: caps.days });
}

/** Refuses with `invite.too-much-traffic`; null, without limit, is more than any cap. */
export function demandTraffic(gigabytes: number | null, caps: Caps): void {
  if (caps !== undefined && (gigabytes === null || gigabytes > caps.gigabytes))
    throw new Refusal('invalid', 'invite.too-much-traffic', { most: caps.gigabytes });
}
