import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from './loopback.ts';
import type { Listener } from './loopback.ts';

/** What happens to one request: all goes well, or it fails before, in the middle or after being carried out. */
export type Fate = 'well' | 'refused' | 'half' | 'lost' | 'cut' | 'replayed';
export type Row = Record<string, unknown> & { uuid: string; name: string };

export interface UnsteadyPanel {
  rows: Row[];
  /** Methods of the requests so far, in order. */
  requests: string[];
  /** Consumed one per request; empty means that all goes well. */
  fates: Fate[];
  listener: Listener;
}

type Reply = { status: number; body: unknown };

const fresh = {
  name: 'unknown',
  usage_limit_GB: 1000,
  current_usage_GB: 0,
  package_days: 90,
  start_date: null,
  mode: 'no_reset',
  enable: true,
  comment: '',
  telegram_id: null,
  is_active: true,
};

/** The user routes of a panel with one fault per request at choice; rows keep whatever was committed. */
export function createUnsteadyPanel(profile: 'v10-12' | 'v13'): UnsteadyPanel {
  const panel: UnsteadyPanel = { rows: [], requests: [], fates: [], listener: (q, s) => answer(q, s) };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    panel.requests.push(request.method ?? '');
    const text = await readBody(request);
    const fate = panel.fates.shift() ?? 'well';
    if (fate === 'refused') return sendJson(response, 503, { msg: 'busy' });
    const carryOut = () => carriedOut(request, text, fate === 'half');
    let reply = carryOut();
    if (fate === 'replayed' && request.method === 'POST') reply = carryOut();
    if (fate === 'cut') return void response.destroy();
    if (fate === 'lost') return void response.writeHead(502).end('<html>Bad Gateway</html>');
    sendJson(response, reply.status, reply.body);
  }

  function carriedOut(request: IncomingMessage, text: string, isHalf: boolean): Reply {
    const uuid = /user\/([0-9a-f-]{36})\/$/.exec(request.url ?? '')?.[1];
    const row = panel.rows.find((candidate) => candidate.uuid === uuid);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (request.method === 'POST') return created(body, isHalf);
    if (!row) return { status: 404, body: { message: 'User not found', detail: {} } };
    if (request.method === 'PATCH') return changed(row, body, isHalf);
    return { status: 200, body: row };
  }

  function created(body: Record<string, unknown>, isHalf: boolean): Reply {
    const uuid = String(body['uuid']);
    if (panel.rows.some((row) => row.uuid === uuid))
      return { status: 400, body: { message: 'The user exists' } };
    const row: Row = { ...fresh, uuid };
    panel.rows.push(row);
    return isHalf ? { status: 500, body: { msg: 'lock wait timeout' } } : changed(row, body, false);
  }

  /** Half-way, the name and the comment are committed and the rest is not. */
  function changed(row: Row, body: Record<string, unknown>, isHalf: boolean): Reply {
    const { start_date: startDate, package_days: days, ...rest } = body;
    if (isHalf) {
      Object.assign(row, 'name' in body ? { name: body['name'] } : {});
      return { status: 500, body: { msg: 'lock wait timeout' } };
    }
    Object.assign(row, rest, days === undefined ? {} : { package_days: days });
    const takesStart = profile === 'v13' || days !== undefined;
    if (startDate !== undefined && takesStart) row['start_date'] = startDate;
    return { status: 200, body: row };
  }

  return panel;
}
