import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { findBotLink } from '../state/links.ts';
import { texts } from '../texts/language.ts';
import { copyText } from '../ui/copy.ts';
import type { ToastAction, Toaster } from '../ui/toast.ts';
import { followAddress } from './follow.ts';
import type { TextDeeds } from './rich-text.ts';

/** Creates what links, commands, mentions and copyable texts of one chat do. */
export function createTextDeeds(app: App, personId: number, toaster: Toaster): TextDeeds {
  const botLink = (text: string): string | undefined => findBotLink(text, app.store.bot.username);
  return {
    follow: (address) => followAddress(app, address),
    command: (command) => void attempt(app, control.say(personId, command)),
    copy(text) {
      const link = botLink(text);
      const action: ToastAction | undefined = link
        ? { label: texts().openAs, press: () => followAddress(app, link) }
        : undefined;
      const words = link ? texts().copiedLink : texts().copied;
      void copyText(text).then(() => toaster.show(words, action));
    },
    findPerson(mention) {
      const name = mention.replace(/^@/, '').toLowerCase();
      const found = [...app.store.chats.values()].find(
        ({ person }) => person.username?.toLowerCase() === name,
      );
      return found && ((): void => app.desk.show(found.person.id));
    },
    findBotLink: botLink,
  };
}
