import { type BotPart, together } from '../users/context.ts';
import { createPanelHandlers } from './desk/handlers.ts';
import { createAdoptionHandlers } from './provisioning/adoption/handlers.ts';
import { createHandHandlers } from './provisioning/hands/handlers.ts';

type Needs = Parameters<typeof createPanelHandlers>[0] &
  Parameters<typeof createAdoptionHandlers>[0] &
  Parameters<typeof createHandHandlers>[0];

/** What admins say of panels: their desk, accounts that stood there before, and what was changed by hand. */
export function createPanelTalk(needs: Needs): BotPart {
  return together(createPanelHandlers(needs), createAdoptionHandlers(needs), createHandHandlers(needs));
}
