import { type App, attempt, paint } from '../app.ts';
import { control } from '../state/api.ts';
import type { Backstage } from '../state/backstage.ts';
import type { PanelUser } from '../state/backstage-types.ts';
import { decimal, texts } from '../texts/language.ts';
import { fullName } from '../ui/avatar.ts';
import { copyText } from '../ui/copy.ts';
import { el, iconButton } from '../ui/dom.ts';
import { usageBar, verdict } from './parts.ts';

/** One user of the panel: whose it is, whether access works, how much is used and what is left. */
export function panelUserCard(app: App, backstage: Backstage, user: PanelUser): HTMLElement {
  const words = texts().panel;
  const used = decimal(user.current_usage_GB, 2);
  const limit = user.usage_limit_GB;
  const usage = limit ? words.used(used, decimal(limit, 2)) : words.unlimited(used);
  const card = el('article', { class: 'panel-user' });
  const chat = user.telegram_id === null ? undefined : app.store.chats.get(user.telegram_id);
  if (chat) paint(card, chat);
  const state = user.is_active
    ? verdict(words.active, 'good')
    : verdict(user.enable ? words.inactive : words.disabled, 'bad');
  const head = el(
    'header',
    { class: 'panel-user-head' },
    el('bdi', { class: 'clip', text: user.name }),
    state,
  );
  const copy = iconButton('copy', `${words.copyUuid}: ${user.name}`, () => {
    void copyText(user.uuid).then(() => app.toaster.show(texts().copied));
  });
  const identity = el(
    'p',
    { class: 'panel-user-id' },
    el('code', { class: 'plain', text: user.uuid.slice(0, 13) }),
    copy,
  );
  if (chat) identity.append(el('span', { class: 'owner' }, el('bdi', { text: fullName(chat.person) })));
  const foot = el(
    'p',
    { class: 'panel-user-foot' },
    el('span', { text: `${usage} · ${daysLeft(user)}` }),
    addUsage(app, backstage, user),
  );
  card.append(head, identity, usageBar(usage, user.current_usage_GB, limit ?? 0), foot);
  return card;
}

function daysLeft(user: PanelUser): string {
  const words = texts().panel;
  if (user.package_days === null || user.package_days >= 3650) return words.forever;
  const days = words.days(user.package_days);
  return user.start_date ? days : `${days}, ${words.notStarted}`;
}

function addUsage(app: App, backstage: Backstage, user: PanelUser): HTMLElement {
  const button = el('button', { type: 'button', class: 'button small', text: texts().panel.addUsage(1) });
  button.ariaLabel = `${texts().panel.addUsage(1)}: ${user.name}`;
  const add = async (): Promise<void> => {
    await attempt(app, control.addPanelUsage(user.uuid, 1));
    await backstage.refresh();
  };
  button.addEventListener('click', () => void add());
  return button;
}
