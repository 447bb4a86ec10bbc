import type { ProfileTraits } from '../profiles.ts';
import type { Route } from '../router.ts';
import { panelRoutes } from './panel.routes.ts';
import { userRoutes } from './user.routes.ts';

/** Every route a panel of this profile answers. */
export function allRoutes(_traits: ProfileTraits): readonly Route[] {
  return [...userRoutes, ...panelRoutes];
}
