import type {
  ControlState,
  Faults,
  InvoiceView,
  Person,
  TapResult,
  ViewMessage,
} from '../../../telegram/control-types.ts';
import type {
  BotProcess,
  ClockView,
  PanelFaults,
  PanelView,
  PaymentFaults,
  PaymentsView,
} from './backstage-types.ts';

export interface Upload {
  kind: 'photo' | 'document';
  name: string;
  mime: string;
  base64: string;
  caption?: string;
}

/** An answer of the control server that is not a success; `status` is 0 when there was no answer. */
export class ControlError extends Error {
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const request: RequestInit = { method };
  if (method !== 'GET') {
    request.headers = { 'content-type': 'application/json' };
    request.body = JSON.stringify(body ?? {});
  }
  const response = await fetch(`/control${path}`, request).catch(() => undefined);
  if (!response) throw new ControlError(0, 'sandbox is not running');
  if (!response.ok) throw new ControlError(response.status, await reasonOf(response));
  // The contract between page and stand-in gives the shape; there is nobody else on this address.
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function reasonOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const named = body as { message?: string; error?: string } | undefined;
  return named?.message ?? named?.error ?? String(response.status);
}

const post = <Answer>(path: string, body?: unknown): Promise<Answer> => ask('POST', path, body);
const as = (personId: number): string => `/people/${personId}`;

/** Everything the page asks of the sandbox server; each call rejects with a `ControlError`. */
export const control = {
  state: () => ask<ControlState>('GET', '/state'),
  addPerson: (person: Partial<Person>) => post<Person>('/people', person),
  say: (personId: number, text: string, replyToMessageId?: number) =>
    post<{ message: ViewMessage }>(
      `${as(personId)}/say`,
      replyToMessageId ? { text, replyToMessageId } : { text },
    ),
  start: (personId: number, payload?: string) =>
    post<{ message: ViewMessage }>(`${as(personId)}/start`, payload ? { payload } : {}),
  tap: (personId: number, place: { messageId: number; row: number; column: number }) =>
    post<TapResult>(`${as(personId)}/tap`, place),
  file: (personId: number, upload: Upload) => post<{ message: ViewMessage }>(`${as(personId)}/file`, upload),
  contact: (personId: number, phone?: string) => post(`${as(personId)}/contact`, phone ? { phone } : {}),
  location: (personId: number, place: { latitude: number; longitude: number }) =>
    post(`${as(personId)}/location`, place),
  block: (personId: number) => post(`${as(personId)}/block`),
  unblock: (personId: number) => post(`${as(personId)}/unblock`),
  remove: (personId: number, messageId: number) => post(`${as(personId)}/delete`, { messageId }),
  invoice: (link: string) => ask<InvoiceView>('GET', `/invoices?link=${encodeURIComponent(link)}`),
  payInvoice: (personId: number, link: string) =>
    post<{ checkoutId: string }>(`${as(personId)}/pay`, { invoice: link }),
  setFaults: (faults: Partial<Faults>) => ask<Faults>('PUT', '/faults', faults),
  setClock: (offsetSeconds: number) => post<ClockView>('/clock', { offsetSeconds }),
  clock: () => ask<ClockView>('GET', '/clock'),
  panel: () => ask<PanelView>('GET', '/panel/state'),
  setPanelFaults: (faults: Partial<PanelFaults>) => ask<PanelFaults>('PUT', '/panel/faults', faults),
  addPanelUsage: (uuid: string, gigabytes: number) => post(`/panel/users/${uuid}/usage`, { gigabytes }),
  payments: () => ask<PaymentsView>('GET', '/payments/state'),
  setPaymentFaults: (faults: Partial<PaymentFaults>) => ask<PaymentFaults>('PUT', '/payments/faults', faults),
  wipePanel: () => post('/panel/wipe'),
  bot: () => ask<BotProcess>('GET', '/bot'),
  botDo: (deed: 'kill' | 'start' | 'restart') => post<BotProcess>(`/bot/${deed}`),
};

/** Where the bytes of a file of the chat are. */
export function fileAddress(fileId: string): string {
  return `/control/files/${encodeURIComponent(fileId)}`;
}
