import { checkupScreen } from '../../src/features/checkup/screens.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { subscriptionOf } from './samples.ts';

const states = ['none', 'pending', 'ready', 'used-up', 'switched-off', 'ended'] as const;
const accounts = [undefined, 'as-wanted', 'mended', 'mending', 'away', 'nowhere'] as const;

export const checkupScreens: Readonly<Record<string, (voice: Voice) => Screen[]>> = {
  checkupScreen: (voice) =>
    states.flatMap((state) =>
      accounts.flatMap((account) =>
        [undefined, true, false].flatMap((isFeedFull) =>
          [undefined, ...subscriptionOf.all.slice(0, 2)].map((subscription) =>
            checkupScreen(
              voice,
              { state, subscription, account, isFeedFull },
              isFeedFull === true ? '@helper' : undefined,
            ),
          ),
        ),
      ),
    ),
};
