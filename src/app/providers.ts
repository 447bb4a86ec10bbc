import type {
  OpenProvider,
  Provider,
  ProviderKit,
  RemoteProvider,
} from '../features/money/providers/provider.ts';
import { offered } from '../features/money/providers/registry.ts';
import type { ProviderSettings } from '../features/money/providers/settings.ts';
import type { Deliverer } from '../features/money/providers/webhooks.routes.ts';
import { createKeyWatch, type KeyWatch } from '../features/money/reconciliation/key-watch.service.ts';
import type { Closers } from '../platform/closers.ts';
import { keepTrying } from './announce.ts';
import type { Platform } from './platform.ts';

/** Everybody who takes money here. */
export interface Providers {
  list: RemoteProvider[];
  keys: KeyWatch;
  deliverers: Deliverer[];
  /** Has them deliver to us, or looks whether they do: tries until they answer. Returns at once. */
  announce(): void;
}

export interface ProviderParts extends Pick<ProviderKit, 'telegram' | 'seal'> {
  /** Told of every call that a provider refused because of our key. */
  onRefused: (provider: string) => void;
  /** Told of what a webhook that was set up by hand lacks; answers whether it was passed on. */
  onLacking: (provider: string, lacks: readonly string[]) => Promise<boolean>;
}

/** Whoever the settings set up. Nothing is called yet. */
export async function openProviders(
  platform: Platform,
  { onRefused, onLacking, ...given }: ProviderParts,
  closers: Closers,
): Promise<Providers> {
  const { config, logger } = platform;
  const keys = createKeyWatch(onRefused);
  const opened: Providers = { list: [], keys, deliverers: [], announce };
  const beginnings: (() => void)[] = [];
  for (const provider of Object.values(offered)) {
    const { name, webhook } = provider;
    const open = await openOne(provider, config.money.providers, {
      ...platform,
      ...given,
      publicUrl: config.http.publicUrl,
      onRequest: watch(platform, keys, name),
      onLacking: (lacks) => onLacking(name, lacks),
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

function watch({ metrics }: Platform, keys: KeyWatch, provider: string): ProviderKit['onRequest'] {
  return ({ operation, outcome, seconds }) => {
    metrics.count('payment_requests_total', { provider, operation, outcome });
    keys.note({ provider, operation, outcome });
    metrics.observe('payment_seconds', seconds, { provider, operation });
  };
}
