import type { invites } from './tables.ts';

/** What an invite gives, beside letting in. */
export function gainOf(
  invite: Pick<typeof invites.$inferSelect, 'grantKind' | 'grantDays' | 'grantTrafficBytes'>,
): { days: number | null; trafficBytes: number | null } {
  const { grantKind, grantDays, grantTrafficBytes: trafficBytes } = invite;
  return { days: grantKind === 'permanent' ? null : grantDays, trafficBytes };
}
