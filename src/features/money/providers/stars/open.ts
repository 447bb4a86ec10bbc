import type { TelegramClient } from '../../../../telegram/api/client.ts';
import type { OpenProvider } from '../provider.ts';
import { createStarsRemote } from './remote.ts';

/** Stars, wherever there is a bot. */
export function openStars(telegram: Pick<TelegramClient, 'call'>): OpenProvider {
  return { remote: createStarsRemote(telegram) };
}
