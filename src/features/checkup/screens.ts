import type { Button } from '../../telegram/screens/buttons.ts';
import { join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import * as keyTaps from '../keys/taps.ts';
import * as orderTaps from '../money/orders/taps.ts';
import * as subscriptionTaps from '../subscriptions/taps.ts';
import type { Checkup } from './service.ts';
import * as taps from './taps.ts';

/** What was looked at and what came of it, what to do now, and who helps when that is not enough. */
export function checkupScreen(voice: Voice, checkup: Checkup, contact: string | undefined): Screen {
  const { t } = voice;
  const isFound = isAnythingWrong(checkup);
  return {
    text: join(
      [
        t.checkup.title,
        join(lines(voice, checkup).map(plain)),
        plain(t.checkup.advice[adviceFor(checkup)]),
        plain(contact === undefined ? t.checkup.noPerson : t.checkup.person(contact)),
      ],
      '\n\n',
    ),
    buttons: [
      [mainButton(voice, checkup)],
      [
        {
          label: isFound ? t.checkup.again : t.home.subscription,
          action: isFound ? taps.check() : subscriptionTaps.show(),
        },
      ],
      wayHome(voice),
    ],
  };
}

type Advice = 'buy' | 'wait' | 'ask' | 'refetch';

function lines({ t, format }: Voice, { state, subscription, account, isFeedFull }: Checkup): string[] {
  const until = subscription?.expiresAt ?? null;
  const access =
    state === 'ready' && until !== null ? t.checkup.until(format.date(until)) : t.checkup.states[state];
  return [
    access,
    ...(account === undefined ? [] : [t.checkup.accounts[account]]),
    ...(isFeedFull === undefined ? [] : [isFeedFull ? t.checkup.feedFull : t.checkup.feedEmpty]),
  ];
}

function isAnythingWrong({ state, account, isFeedFull }: Checkup): boolean {
  return account === 'mending' || account === 'away' || state === 'pending' || isFeedFull === false;
}

function adviceFor(checkup: Checkup): Advice {
  const { state } = checkup;
  if (state === 'none' || state === 'ended' || state === 'used-up') return 'buy';
  if (state === 'switched-off') return 'ask';
  return isAnythingWrong(checkup) ? 'wait' : 'refetch';
}

function mainButton({ t }: Voice, checkup: Checkup): Button {
  const advice = adviceFor(checkup);
  if (advice === 'buy') return { label: t.shop.buy, action: orderTaps.listPlans(0), style: 'primary' };
  if (advice === 'refetch') return { label: t.home.getKey, action: keyTaps.show(), style: 'primary' };
  return { label: t.home.subscription, action: subscriptionTaps.show() };
}
