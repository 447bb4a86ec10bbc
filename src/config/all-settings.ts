import { http } from './http.ts';
import { money } from './money.ts';
import { panel } from './panel.ts';
import { service } from './service.ts';
import type { Setting } from './setting.ts';
import { storage } from './storage.ts';
import { telegram } from './telegram.ts';
import { vpn } from './vpn.ts';

/** Every setting, in the order in which `.env.example` shows them. */
export const settings: readonly Setting[] = [
  ...telegram,
  ...http,
  ...storage,
  ...panel,
  ...vpn,
  ...service,
  ...money,
];

/** Names of the old bot that no longer decide anything, with what to do instead. */
export const retiredSettings: Readonly<Record<string, string>> = {
  METRICS_PORT: 'metrics are served by the one server now, at /metrics on PORT',
  HEALTH_PORT: 'health is served by the one server now, at /health on PORT',
};
