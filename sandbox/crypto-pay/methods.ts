import { z } from 'zod';
import { addInvoice, assets, type CryptoPayWorld, currentInvoices, fiats, type InvoiceRow } from './world.ts';

/** Refused as Crypto Pay refuses: a number and a name. */
export class CryptoPayProblem extends Error {
  readonly code: number;

  constructor(code: number, name: string) {
    super(name);
    this.code = code;
  }
}

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const number = z.coerce.number().int();
const csv = z.string().transform((list) => list.split(',').map((entry) => entry.trim()));

const createInvoice = z.strictObject({
  currency_type: z.enum(['fiat', 'crypto']).default('crypto'),
  fiat: z.enum(fiats).optional(),
  asset: z.enum(assets).optional(),
  accepted_assets: csv.pipe(z.array(z.enum(assets))).optional(),
  amount: z.coerce.string().regex(/^\d{1,9}(\.\d{1,9})?$/),
  description: z.string().max(1024).optional(),
  hidden_message: z.string().max(2048).optional(),
  paid_btn_name: z.enum(['viewItem', 'openChannel', 'openBot', 'callback']).optional(),
  paid_btn_url: z
    .string()
    .regex(/^https?:\/\//)
    .optional(),
  payload: z.string().max(4096).optional(),
  allow_comments: flag.default(true),
  allow_anonymous: flag.default(true),
  expires_in: number.min(1).max(2_678_400).optional(),
  swap_to: z.enum(assets).optional(),
});

const getInvoices = z.strictObject({
  invoice_ids: csv.optional(),
  status: z.enum(['active', 'paid']).optional(),
  asset: z.enum(assets).optional(),
  fiat: z.enum(fiats).optional(),
  offset: number.min(0).default(0),
  count: number.min(1).max(1000).default(100),
});

const deleteInvoice = z.strictObject({ invoice_id: number });

/** Carries out one method; unknown methods and parameters are refused. */
export function perform(world: CryptoPayWorld, method: string, given: unknown): unknown {
  switch (method) {
    case 'getMe':
      return {
        app_id: Number(world.token.split(':')[0]),
        name: 'Sandbox shop',
        payment_processing_bot_username: 'CryptoTestnetBot',
      };
    case 'createInvoice':
      return create(world, read(createInvoice, given));
    case 'getInvoices':
      return { items: list(world, read(getInvoices, given)) };
    case 'deleteInvoice':
      return remove(world, read(deleteInvoice, given).invoice_id);
    default:
      throw new CryptoPayProblem(405, 'METHOD_NOT_FOUND');
  }
}

function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const isUnknown = issue?.code === 'unrecognized_keys';
  const name = (isUnknown ? issue.keys[0] : issue?.path.join('_')) ?? 'params';
  throw new CryptoPayProblem(400, `${name.toUpperCase()}_${isUnknown ? 'UNKNOWN' : 'INVALID'}`);
}

function create(world: CryptoPayWorld, params: z.output<typeof createInvoice>): InvoiceRow {
  const { expires_in: expiresInSeconds, hidden_message: _hidden, swap_to: _swap, ...given } = params;
  const isFiat = params.currency_type === 'fiat';
  if (isFiat !== (params.fiat !== undefined)) throw new CryptoPayProblem(400, 'FIAT_INVALID');
  if (isFiat === (params.asset !== undefined)) throw new CryptoPayProblem(400, 'ASSET_INVALID');
  if (!isFiat && params.accepted_assets) throw new CryptoPayProblem(400, 'ACCEPTED_ASSETS_INVALID');
  if ((params.paid_btn_name === undefined) !== (params.paid_btn_url === undefined))
    throw new CryptoPayProblem(400, 'PAID_BTN_URL_REQUIRED');
  if (Number(params.amount) < 0.01) throw new CryptoPayProblem(400, 'AMOUNT_TOO_SMALL');
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return addInvoice(world, { ...present, ...required(params), expiresInSeconds });
}

function required(params: z.output<typeof createInvoice>) {
  const { currency_type, amount, allow_comments, allow_anonymous } = params;
  return { currency_type, amount, allow_comments, allow_anonymous };
}

function list(world: CryptoPayWorld, params: z.output<typeof getInvoices>): InvoiceRow[] {
  return currentInvoices(world)
    .toReversed()
    .filter(
      (invoice) =>
        (params.invoice_ids === undefined || params.invoice_ids.includes(String(invoice.invoice_id))) &&
        [undefined, invoice.status].includes(params.status) &&
        [undefined, invoice.fiat].includes(params.fiat) &&
        [undefined, invoice.asset].includes(params.asset),
    )
    .slice(params.offset, params.offset + params.count);
}

function remove(world: CryptoPayWorld, id: number): true {
  const index = currentInvoices(world).findIndex((invoice) => invoice.invoice_id === id);
  if (index < 0) throw new CryptoPayProblem(400, 'INVOICE_NOT_FOUND');
  if (world.invoices[index]?.status === 'paid') throw new CryptoPayProblem(400, 'INVOICE_ALREADY_PAID');
  world.invoices.splice(index, 1);
  return true;
}
