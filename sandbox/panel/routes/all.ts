import type { ProfileTraits } from '../profiles.ts';
import type { Route } from '../router.ts';
import { adminRoutes } from './admin.routes.ts';
import { bulkRoutes } from './bulk.routes.ts';
import { ownRoutes } from './own.routes.ts';
import { panelRoutes, publicPortRoute } from './panel.routes.ts';
import { subscriptionRoutes } from './subscription.routes.ts';
import { userRoutes } from './user.routes.ts';

/** Every route a panel of this profile answers. */
export function allRoutes(traits: ProfileTraits): readonly Route[] {
  const common = [...userRoutes, ...adminRoutes, ...panelRoutes, ...ownRoutes, ...subscriptionRoutes];
  const ports = traits.name === 'v10-12' ? [] : [publicPortRoute];
  return [...common, ...ports, ...(traits.hasBulk ? bulkRoutes : [])];
}
