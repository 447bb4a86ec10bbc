import { http } from './settings/http.ts';
import { money } from './settings/money.ts';
import { panel } from './settings/panel.ts';
import { service } from './settings/service.ts';
import type { Setting } from './settings/setting.ts';
import { storage } from './settings/storage.ts';
import { telegram } from './settings/telegram.ts';
import { vpn } from './settings/vpn.ts';

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
