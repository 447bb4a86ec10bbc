import { isIP, isIPv6 } from 'node:net';
import { isNearAddress } from '../../../platform/addresses.ts';
import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** What a field of an endpoint may hold, with the words for the operator; several protocols share them. */

export const host = z
  .string()
  .transform((value) => normalizeHost(value))
  .refine((value) => isAddress(value) || isHostname(value), 'must be an IP address or a host name');

const portRule = 'must be a whole number from 1 to 65535';
export const port = z
  .union([z.number(), z.string().regex(/^\d{1,5}$/, portRule)], portRule)
  .transform(Number)
  .refine((value) => Number.isInteger(value) && value >= 1 && value <= 65_535, portRule);

export const sni = z
  .string()
  .transform((value) => normalizeHost(value))
  .refine((value) => isHostname(value) && value.includes('.'), {
    error: 'must be a full host name without scheme, port, wildcard or underscore',
  });

/** One sentence for each mistake: field, rule, example; never the value, which may be a secret in the wrong place. */
export function describe(
  issue: { path: PropertyKey[]; message: string },
  examples: Record<string, string>,
): string {
  const field = String(issue.path[0]);
  return `${field}: ${issue.message}, for example ${examples[field]}`;
}

/** Addresses that only the machine itself or its neighbours can reach: fine in a sandbox, useless to customers. */
export function isPrivateHost(name: string): boolean {
  if (isIP(name) === 0) return name === 'localhost' || /\.(localhost|local|internal)$/.test(name);
  return isNearAddress(name);
}

/** Standard base64, padded, of exactly so many bytes. */
export function isBase64Of(value: string, bytes: number): boolean {
  const decoded = Buffer.from(value, 'base64');
  return decoded.length === bytes && decoded.toString('base64') === value;
}

function normalizeHost(value: string): string {
  const trimmed = value.trim().toLowerCase();
  const bare = /^\[(.*)\]$/.exec(trimmed)?.[1] ?? trimmed;
  if (isIPv6(bare)) return bare;
  return /[^\x20-\x7e]/.test(trimmed) ? domainToASCII(trimmed) : trimmed;
}

/** A zone such as `%eth0` means something on one machine only. */
function isAddress(name: string): boolean {
  return isIP(name) !== 0 && !name.includes('%');
}

/** Letters, digits and hyphens; a last label of digits is a mistyped address. */
function isHostname(name: string): boolean {
  const labels = name.split('.');
  const isEachLabelGood = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return isEachLabelGood && name.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '');
}
