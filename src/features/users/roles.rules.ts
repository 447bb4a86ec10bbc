import { Refusal } from '../../platform/refusal.ts';

export const roles = ['user', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The roles that each permission is for. What is not named here nobody may. */
const permissions = {
  'own account': ['user', 'manager', 'admin'],
  'create invites': ['manager', 'admin'],
  'create wide invites': ['admin'],
  'see own invites': ['manager', 'admin'],
  'see every invite': ['admin'],
  'see people': ['manager', 'admin'],
  'change roles': ['admin'],
  'block people': ['admin'],
  'manage panels': ['admin'],
  'replace links': ['admin'],
  'manage plans': ['admin'],
  'manage keys': ['admin'],
  'manage promo codes': ['admin'],
  'manage money': ['admin'],
  'retry jobs': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether this role has the permission. */
export function may(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
}

/** Refuses with `not-allowed` unless the role has the permission. */
export function demand(role: Role | undefined, permission: Permission): void {
  if (role === undefined || !may(role, permission)) throw new Refusal('forbidden', 'not-allowed');
}
