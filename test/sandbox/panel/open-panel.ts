import { onTestFinished } from 'vitest';
import {
  type PanelStandIn,
  type PanelStandInOptions,
  startPanelStandIn,
} from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';

export interface OpenPanel {
  panel: PanelStandIn;
  /** A call with the owner's key below the admin interface. */
  call: (path: string, init?: RequestInit) => Promise<Response>;
  post: (body: Record<string, unknown>) => Promise<Response>;
  patch: (uuid: string, body: Record<string, unknown>) => Promise<Response>;
  moveClock: (seconds: number) => void;
}

/** A stand-in with its own clock (2026-11-23 10:00 UTC), stopped when the test ends. */
export async function openPanel(options: PanelStandInOptions = {}): Promise<OpenPanel> {
  let now = Date.parse('2026-11-23T10:00:00Z');
  const panel = await startPanelStandIn({ clock: { now: () => new Date(now) }, ...options });
  onTestFinished(panel.stop);
  const headers = {
    'Hiddify-API-Key': panel.adminKey,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${panel.url}/${panel.adminPath}/api/v2${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
    });
  return {
    panel,
    call,
    post: (body) => call('/admin/user/', { method: 'POST', body: JSON.stringify(body) }),
    patch: (uuid, body) => call(`/admin/user/${uuid}/`, { method: 'PATCH', body: JSON.stringify(body) }),
    moveClock: (seconds) => {
      now += seconds * 1000;
    },
  };
}
