import type { Activity } from './activity.ts';
import type { CallLog } from './api/call-log.ts';
import type { FaultDesk } from './api/fault-desk.ts';
import type { Judge } from './api/judge.ts';
import type { BotProfile } from './chats/bot-profile.ts';
import type { CallbackBook } from './chats/callback-book.ts';
import type { ChatBook } from './chats/chat-book.ts';
import type { FileStore } from './chats/files.ts';
import type { StandInClock } from '../kit/clock.ts';
import type { UpdateDesk } from './delivery/update-desk.ts';
import type { Events } from './events.ts';
import type { PaymentDesk } from './payments/payment-types.ts';
import type { BotIdentity } from './world-types.ts';

/** The parts of one world, for the methods of the Bot API, the people and the control routes. */
export interface Core {
  token: string;
  bot: BotIdentity;
  clock: StandInClock;
  log: (line: string) => void;
  events: Events;
  chats: ChatBook;
  files: FileStore;
  profile: BotProfile;
  callbacks: CallbackBook;
  updates: UpdateDesk;
  faults: FaultDesk;
  judge: Judge;
  calls: CallLog;
  payments: PaymentDesk;
  activity: Activity;
}

/** Seconds since the epoch, as Telegram dates everything. */
export const unixNow = (core: Pick<Core, 'clock'>): number => Math.floor(core.clock.now().getTime() / 1000);
