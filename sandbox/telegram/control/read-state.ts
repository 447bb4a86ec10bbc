import { viewChat } from '../chats/view.ts';
import type { ControlState } from '../control-types.ts';
import type { Core } from '../core.ts';

const shownEntries = 200;

/** Everything the chat page shows, as of now. */
export function readState(core: Core): ControlState {
  const chats = core.chats.all();
  const { url, pending_update_count: pending, last_error_message: lastError } = core.updates.info();
  return {
    bot: { ...core.bot, descriptions: core.profile.texts('description') },
    people: chats.map((chat) => ({ ...chat.person })),
    chats: chats.map((chat) => viewChat(chat, core.profile)),
    faults: core.faults.current(),
    webhook: { url, pending, ...(lastError === undefined ? {} : { lastError }) },
    calls: core.calls.last(shownEntries),
    deliveries: core.updates.lastDeliveries(shownEntries),
    violations: core.judge.violations.slice(-shownEntries),
  };
}
