import { localDate } from '../../../../platform/dates.ts';
import type { Subscription } from '../../../subscriptions/service.ts';
import type { Panel } from '../../fleet/service.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { desiredPanelUser } from '../desired.rules.ts';
import { type AccountTerms, changesByHand, type HandChange, termsIn } from './hand.rules.ts';

/** An account of somebody on a panel, as it was read. */
export interface FoundAccount {
  subscription: Subscription;
  panel: Panel;
  account: PanelUser;
}

/** What was changed by hand on somebody's account since it was seen as `held`. */
export function changesOn(
  { subscription, panel, account }: FoundAccount,
  held: AccountTerms,
  now: Date,
): HandChange[] {
  const { expiresAt, status, switchedOffAt } = subscription;
  const isRunning = status !== 'expired' && status !== 'cancelled' && (expiresAt === null || expiresAt > now);
  const changes = changesByHand(held, account, { today: localDate(now, panel.timeZone), isRunning });
  return changes.filter(({ kind }) => kind !== 'on' || switchedOffAt !== null);
}

/** What we want on that panel: known to hold where it is in step. */
export function wantedTerms({ subscription, panel }: Omit<FoundAccount, 'account'>): AccountTerms {
  return termsIn(desiredPanelUser(subscription, { blocked: false }, panel.timeZone));
}
