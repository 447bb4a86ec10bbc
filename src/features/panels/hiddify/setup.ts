import { randomUUID } from 'node:crypto';
import { appliesOf } from './applies.ts';
import type { PanelApi } from './api.ts';
import { PanelError } from './panel-error.ts';

/**
 * The one of a panel's four settings that is wrong. `domain`: no panel answers there at all · `no-answer`: it may
 * be right, but the panel is down or slow now · `private-address`: its name leads where panels may not stand · `no-api`: a panel too old or too new for this client.
 */
export type PanelFault =
  | 'domain'
  | 'admin-path'
  | 'client-path'
  | 'paths-swapped'
  | 'key'
  | 'no-answer'
  | 'no-api'
  | 'private-address';

export type PanelSetup =
  | {
      ok: true;
      version: string;
      role: string;
      /** It answers 200 and never tells the cores: nobody gets connected. */
      isProvisioningBroken: boolean;
    }
  | { ok: false; wrong: PanelFault };

type SetupApi = Pick<PanelApi, 'me' | 'info' | 'shareLinks'>;

/** Tries domain, both paths and the key without changing anything, and says which one to correct. */
export async function checkSetup(api: SetupApi): Promise<PanelSetup> {
  const admin = await attempt(() => api.me());
  const clientPath = await probeClientPath(api);
  if (admin.error) return { ok: false, wrong: faultOf(admin.error, clientPath) };
  if (clientPath !== 'panel')
    return { ok: false, wrong: clientPath === 'silent' ? 'no-answer' : 'client-path' };
  const info = await attempt(() => api.info());
  if (info.error) return { ok: false, wrong: info.error.class === 'transient' ? 'no-answer' : 'no-api' };
  const { version } = info.value;
  const isProvisioningBroken = appliesOf(version) === 'never';
  return { ok: true, version, role: admin.value.role, isProvisioningBroken };
}

/** The thing that stands at the client path: a panel that knows it, a panel that knows it as the admin path, or neither. */
type ClientPath = 'panel' | 'admin-path' | 'stranger' | 'silent';

/** Asks for a user that cannot exist: the right path answers that nobody has that uuid. */
async function probeClientPath(api: SetupApi): Promise<ClientPath> {
  const { error } = await attempt(() => api.shareLinks(randomUUID()));
  if (!error || error.class === 'not-found') return 'panel';
  if (error.class === 'transient') return 'silent';
  return isWrongApi(error) ? 'admin-path' : 'stranger';
}

function faultOf(error: PanelError, clientPath: ClientPath): PanelFault {
  if (error.class === 'transient') return isNobodyThere(error) ? 'domain' : 'no-answer';
  if (error.class === 'private-address') return 'private-address';
  if (error.class === 'unauthorized') return 'key';
  if (error.class === 'route-missing') return 'no-api';
  if (isWrongApi(error) && clientPath === 'admin-path') return 'paths-swapped';
  return isWrongApi(error) || clientPath === 'panel' ? 'admin-path' : 'domain';
}

/** A panel's own refusal of a path it knows for something else, not the page of a stranger. */
function isWrongApi(error: PanelError): boolean {
  return error.class === 'misconfigured' && error.status === 400 && error.reason !== 'not JSON';
}

/** Names that do not resolve, closed ports and certificates of somebody else. */
function isNobodyThere(error: PanelError): boolean {
  return /^(ENOTFOUND|EAI_|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(
    error.reason ?? '',
  );
}

type Outcome<T> = { value: T; error?: never } | { error: PanelError; value?: never };

async function attempt<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await run() };
  } catch (error) {
    if (error instanceof PanelError) return { error };
    throw error;
  }
}
