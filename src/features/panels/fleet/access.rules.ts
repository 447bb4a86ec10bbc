import { z } from 'zod';
import { keepSecret } from '../../../platform/known-secrets.ts';
import type { Seal } from '../../../platform/seal.ts';

/** The secrets by which a panel is reached; only this installation may know them. */
export interface PanelAccess {
  adminPath: string;
  clientPath: string;
  apiKey: string;
}

const purpose = 'panel access';
export const accessSchema = z.object({ adminPath: z.string(), clientPath: z.string(), apiKey: z.string() });

export function sealAccess(seal: Seal, { adminPath, clientPath, apiKey }: PanelAccess): string {
  return seal.close(JSON.stringify({ adminPath, clientPath, apiKey }), purpose);
}

/** The same under the newest key; undefined where it is already. */
export function renewAccess(seal: Seal, sealed: string): string | undefined {
  return seal.renew(sealed, purpose);
}

/** Undefined when it was sealed under another key. No log line shows it from then on. */
export function openAccess(seal: Seal, sealed: string): PanelAccess | undefined {
  const text = seal.open(sealed, purpose);
  if (text === undefined) return undefined;
  const access = accessSchema.parse(JSON.parse(text));
  keepSecret(...Object.values(access));
  return access;
}
