import type { Closers } from '../../../platform/closers.ts';
import type { ClockWatch } from '../../../platform/clock-watch.ts';
import { keepTrying } from '../../../platform/keep-trying.ts';
import type { Kit } from '../../../platform/kit.ts';
import type { AlarmOnce } from '../reconciliation/alarm-once.service.ts';
import { createKeyWatch, type KeyWatch } from './key-watch.ts';
import type { OpenProvider, Provider, ProviderKit, RemoteProvider } from './provider.ts';
import { offered } from './registry.ts';
import type { ProviderSettings } from './settings.ts';
import type { Deliverer } from './webhooks.routes.ts';

/** Everybody who takes money here. */
export interface Providers {
  list: RemoteProvider[];
  keyWatch: KeyWatch;
  deliverers: Deliverer[];
  /** Has them deliver to us, or looks whether they do: tries until they answer. Returns at once. */
  announce(): void;
}

export interface ProviderNeeds
  extends Pick<ProviderKit, 'telegram' | 'publicUrl' | 'publicHosts' | 'installation'> {
  /** What each was told by the settings. */
  settings: ProviderSettings;
  /** Tells admins of a key that is refused, and of a webhook that was set up by hand and lacks something. */
  alarm: AlarmOnce;
  /** Hears of the dates of their answers. */
  clockWatch: Pick<ClockWatch, 'of'>;
}

/** Opens whoever the settings set up. Nothing is called yet. */
export async function openProviders(kit: Kit, needs: ProviderNeeds, closers: Closers): Promise<Providers> {
  const { logger } = kit;
  const { alarm, settings, clockWatch } = needs;
  const keyWatch = createKeyWatch((provider) => {
    alarm(provider, 'provider-refuses-us').catch((error: unknown) => {
      logger.error({ err: error, provider }, 'nobody could be told that a key is refused');
    });
  });
  const opened: Providers = { list: [], keyWatch, deliverers: [], announce };
  const beginnings: (() => void)[] = [];
  for (const provider of Object.values(offered)) {
    const { name, webhook } = provider;
    const open = await openOne(provider, settings, {
      ...kit,
      ...needs,
      onRequest: (exchange) => {
        keyWatch.note({ provider: name, ...exchange });
        kit.events.paymentAsked({ provider: name, ...exchange });
      },
      hearing: clockWatch.of(name),
      onLacking: (lacks) => alarm(name, 'webhook-incomplete', { lacks }),
    });
    if (open === undefined) continue;
    opened.list.push(open.remote);
    const { hear, announce: announcing, close } = open;
    if (close !== undefined) closers.add(name, close, 1_000);
    if (webhook !== undefined && hear !== undefined) opened.deliverers.push({ name, webhook, hear });
    if (announcing !== undefined) beginnings.push(begin(name, announcing));
  }
  return opened;

  function announce(): void {
    for (const start of beginnings) start();
  }

  function begin(name: string, { work, failure }: NonNullable<OpenProvider['announce']>): () => void {
    const onFault = (error: unknown) => logger.warn({ err: error }, failure);
    return keepTrying(closers, { name: `${name} webhook`, work, onFault });
  }
}

async function openOne<Name extends keyof ProviderSettings>(
  provider: Provider<Name, string, ProviderSettings[Name]>,
  told: ProviderSettings,
  kit: ProviderKit,
): Promise<OpenProvider | undefined> {
  return await provider.open?.(told[provider.name], kit);
}
