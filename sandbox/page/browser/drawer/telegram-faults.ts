import type { Faults } from '../../../telegram/control-types.ts';
import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { texts } from '../texts/language.ts';
import { el } from '../ui/dom.ts';
import { createChoice, createSwitch } from '../ui/switch.ts';

const RETRY_AFTER_SECONDS = 5;

/** Creates the switches that break the stand-in Telegram; they follow changes made elsewhere. */
export function createTelegramFaults(app: App): HTMLElement {
  const words = texts().telegram;
  const change = (faults: Partial<Faults>): void => void attempt(app, control.setFaults(faults));
  const tooMany = createSwitch({
    label: words.tooMany,
    hint: words.tooManyHint,
    flip: (active) => change({ telegram429: { active, retryAfterSeconds: RETRY_AFTER_SECONDS } }),
  });
  const revoked = createSwitch({
    label: words.revoked,
    hint: words.revokedHint,
    flip: (telegram401) => change({ telegram401 }),
  });
  const broken = createSwitch({
    label: words.broken,
    hint: words.brokenHint,
    flip: (telegram5xx) => change({ telegram5xx }),
  });
  const cut = createSwitch({
    label: words.cut,
    hint: words.cutHint,
    flip: (telegramCut) => change({ telegramCut }),
  });
  const duplicate = createSwitch({
    label: words.duplicate,
    hint: words.duplicateHint,
    flip: (on) => change({ duplicateUpdates: on ? 1 : 0 }),
  });
  const reorder = createSwitch({
    label: words.reorder,
    hint: words.reorderHint,
    flip: (reorderUpdates) => change({ reorderUpdates }),
  });
  const slow = createChoice({
    label: words.slow,
    steps: [0, 500, 2000, 8000],
    describe: (ms) => (ms === 0 ? texts().noDelay : texts().milliseconds(ms)),
    choose: (telegramSlowMs) => change({ telegramSlowMs }),
  });
  const show = (): void => {
    const faults = app.store.faults;
    if (!faults) return;
    tooMany.set(faults.telegram429.active);
    revoked.set(faults.telegram401);
    broken.set(faults.telegram5xx);
    cut.set(faults.telegramCut);
    duplicate.set(faults.duplicateUpdates > 0);
    reorder.set(faults.reorderUpdates);
    slow.set(faults.telegramSlowMs);
  };
  app.store.listen((change) => {
    if (change.kind === 'faults' || change.kind === 'everything') show();
  }, app.signal);
  show();
  const parts = [tooMany, revoked, broken, cut, duplicate, reorder, slow];
  return el('div', { class: 'switches' }, ...parts.map(({ element }) => element));
}
