import { badRequest } from './api-error.ts';

/** A file that came with a request. */
export class Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;

  constructor(file: { name: string; mime: string; bytes: Uint8Array }) {
    this.name = file.name;
    this.mime = file.mime;
    this.bytes = file.bytes;
  }
}

/** Parameters as they came: strings and files from forms, any JSON from JSON. */
export type RawParams = Record<string, unknown>;

export interface IncomingRequest {
  query: Record<string, unknown>;
  contentType: string;
  body: Buffer;
}

function readJson(body: Buffer): RawParams {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest("can't parse request JSON object");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('expected an Object');
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

async function readMultipart({ contentType, body }: IncomingRequest): Promise<RawParams> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw badRequest("can't parse the multipart body");
  }
  const params: RawParams = {};
  for (const [key, value] of form.entries()) {
    if (typeof value === 'string') params[key] = value;
    else params[key] = new Upload({ name: value.name, mime: value.type, bytes: await value.bytes() });
  }
  return params;
}

/** Reads the parameters from the query and from a JSON, urlencoded or multipart body; the body wins. */
export async function readRequest(request: IncomingRequest): Promise<RawParams> {
  const type = request.contentType.split(';')[0]?.trim().toLowerCase();
  const query = { ...request.query };
  if (request.body.length === 0) return query;
  if (type === 'application/json') return { ...query, ...readJson(request.body) };
  if (type === 'multipart/form-data') return { ...query, ...(await readMultipart(request)) };
  if (type === 'application/x-www-form-urlencoded')
    return { ...query, ...Object.fromEntries(new URLSearchParams(request.body.toString('utf8'))) };
  throw badRequest(`unsupported content type "${type ?? ''}"`);
}
