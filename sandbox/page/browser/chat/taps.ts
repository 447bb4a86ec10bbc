import type { TelegramInlineKeyboardButton } from '@gramio/types/objects';
import type { CallbackEvent, CheckoutEvent, TapResult } from '../../../telegram/control-types.ts';
import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { texts } from '../texts/language.ts';
import { openDialog } from '../ui/dialog.ts';
import { el } from '../ui/dom.ts';
import type { Toaster } from '../ui/toast.ts';
import { followAddress } from './follow.ts';
import type { Place } from './inline-keyboard.ts';
import { openPaySheet } from './pay-sheet.ts';
import type { TextDeeds } from './rich-text.ts';

export interface TapsTraits {
  app: App;
  personId: number;
  toaster: Toaster;
  deeds: TextDeeds;
  /** Draws the buttons of a message again, because one became busy or free. */
  redraw: (messageId: number) => void;
}

/** What pressing inline buttons of one chat does, and which of them wait for the bot. */
export interface Taps {
  press(messageId: number, place: Place, button: TelegramInlineKeyboardButton): void;
  isBusy(messageId: number, button: TelegramInlineKeyboardButton): boolean;
}

interface Waiting {
  messageId: number;
  key: string;
}

/** Creates the taps of one chat; a pressed button stays busy until the bot answers or its time is over. */
export function createTaps(traits: TapsTraits): Taps {
  const { app, personId, toaster, deeds, redraw } = traits;
  const busy = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const settled = new Set<string>();
  const free = ({ key, messageId }: Waiting): void => {
    busy.delete(key);
    redraw(messageId);
  };
  const settle = (id: string): void => {
    const wait = waiting.get(id);
    // The answer may overtake the reply to the tap itself; remember it for that moment.
    if (!wait) return void settled.add(id);
    waiting.delete(id);
    free(wait);
  };
  const tap = async (wait: Waiting, place: Place): Promise<void> => {
    busy.add(wait.key);
    redraw(wait.messageId);
    const result = await attempt(app, control.tap(personId, { messageId: wait.messageId, ...place }));
    const id = result && idOf(result);
    if (id !== undefined && !settled.delete(id)) return void waiting.set(id, wait);
    free(wait);
    if (result) showImmediate(result);
  };
  const showImmediate = (result: TapResult): void => {
    if ('url' in result) followAddress(app, result.url);
    if ('copied' in result) deeds.copy(result.copied);
    if ('refused' in result) toaster.show(result.refused || texts().buttonRefused);
  };
  app.store.listen((change) => {
    if (change.kind === 'callback' && change.event.personId === personId) {
      showAnswer(traits, change.event);
      settle(change.event.callbackId);
    }
    if (change.kind === 'checkout' && change.event.personId === personId) {
      showCheckout(toaster, change.event);
      if (change.event.state !== 'waiting') settle(change.event.checkoutId);
    }
    if (change.kind === 'everything') for (const id of waiting.keys()) settle(id);
  }, app.signal);
  return {
    isBusy: (messageId, button) => busy.has(keyOf(messageId, button)),
    press(messageId, place, button) {
      if (button.disabled) return toaster.show(texts().disabledButton);
      const address = button.url ?? button.web_app?.url ?? button.login_url?.url;
      if (address) return followAddress(app, address);
      if (button.copy_text) return deeds.copy(button.copy_text.text);
      const go = (): void => void tap({ messageId, key: keyOf(messageId, button) }, place);
      if (button.pay) confirmPayment(app, { personId, messageId, pay: go });
      else go();
    },
  };
}

function keyOf(messageId: number, button: TelegramInlineKeyboardButton): string {
  return `${messageId} ${button.callback_data ?? button.text}`;
}

function idOf(result: TapResult): string | undefined {
  if ('callbackId' in result) return result.callbackId;
  return 'checkoutId' in result ? result.checkoutId : undefined;
}

function showAnswer({ app, toaster }: TapsTraits, event: CallbackEvent): void {
  if (event.state === 'expired') return toaster.show(texts().buttonExpired);
  if (event.url) return followAddress(app, event.url);
  if (!event.text) return;
  if (!event.showAlert) return toaster.show(event.text);
  const words = el('p', { dir: 'auto', class: 'alert-text', text: event.text });
  openDialog({ title: texts().alertTitle, body: [words], actions: [{ label: texts().ok, tone: 'primary' }] });
}

function showCheckout(toaster: Toaster, event: CheckoutEvent): void {
  const refused = event.errorMessage
    ? `${texts().checkoutRefused}: ${event.errorMessage}`
    : texts().checkoutRefused;
  const words = {
    waiting: texts().checkoutWaiting,
    paid: texts().checkoutPaid,
    expired: texts().checkoutExpired,
    refused,
  };
  toaster.show(words[event.state]);
}

function confirmPayment(app: App, order: { personId: number; messageId: number; pay: () => void }): void {
  const invoice = app.store.chats.get(order.personId)?.messages.get(order.messageId)?.invoice;
  openPaySheet({
    title: invoice?.title ?? '',
    description: invoice?.description ?? '',
    amount: invoice?.total_amount ?? 0,
    currency: invoice?.currency ?? 'XTR',
    pay: order.pay,
  });
}
