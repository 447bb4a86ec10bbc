import { type Permission, type Role, roles } from '../../../src/features/users/roles.rules.ts';

/**
 * Who may do what, as the product promises it to the people of each role; written down here by hand, because a table that is compared with
 * itself is always right.
 *
 * A user: their own account. A manager besides: create and list their own invites, look at people's cards. An admin: everything.
 */
export const whoMay: Readonly<Record<Permission, readonly Role[]>> = {
  'own account': ['user', 'manager', 'admin'],
  'create invites': ['manager', 'admin'],
  'see own invites': ['manager', 'admin'],
  'see people': ['manager', 'admin'],
  'create wide invites': ['admin'],
  'see every invite': ['admin'],
  'change roles': ['admin'],
  'block people': ['admin'],
  'manage panels': ['admin'],
  'replace links': ['admin'],
  'manage plans': ['admin'],
  'manage keys': ['admin'],
  'manage promo codes': ['admin'],
  'manage money': ['admin'],
  'retry jobs': ['admin'],
};

/** Every permission with every role. */
export const everyRight = Object.entries(whoMay).flatMap(([permission, allowed]) =>
  roles.map((role) => ({
    permission: permission as Permission,
    role,
    isAllowed: allowed.includes(role),
    verdict: allowed.includes(role) ? 'may' : 'may not',
  })),
);
