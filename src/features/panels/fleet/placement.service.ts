import type { Db } from '../../../platform/db.ts';
import { countTaken, findPanel, listOpenPanels } from '../queries.ts';
import type { panels } from '../tables.ts';

type Panel = typeof panels.$inferSelect;

/** The group of whoever bought nothing that names another. */
export const defaultGroup = 'main';

/**
 * A panel of the group for somebody new, by weight, among those with room; undefined when there is none. Chance
 * decides, so that a thousand sales at once wait for no counter.
 */
export async function choosePanel(
  db: Db,
  group: string,
  { random = Math.random, exceptIds = [] }: { random?: () => number; exceptIds?: readonly number[] } = {},
): Promise<Panel | undefined> {
  const open = await listOpenPanels(db, group, exceptIds);
  while (open.length > 0) {
    const [panel] = open.splice(draw(open, random()), 1);
    if (panel === undefined) return undefined;
    if (panel.capacity === null || (await countTaken(db, panel.id)) < panel.capacity) return panel;
  }
  return undefined;
}

/** The place in the list that a throw of the dice (0 to 1) falls on. */
function draw(open: readonly Panel[], dice: number): number {
  let left = dice * open.reduce((sum, panel) => sum + panel.weight, 0);
  const found = open.findIndex((panel) => (left -= panel.weight) < 0);
  return found === -1 ? open.length - 1 : found;
}

/** A panel that may take people over from another one, and how many; null: any number. */
export interface Neighbour {
  id: number;
  name: string;
  weight: number;
  room: number | null;
}

/** The other open panels of the same group that have room. */
export async function listNeighbours(db: Db, panelId: number, group?: string): Promise<Neighbour[]> {
  const panel = await findPanel(db, panelId);
  if (panel === undefined) return [];
  const neighbours: Neighbour[] = [];
  for (const { id, name, weight, capacity } of await listOpenPanels(db, group ?? panel.group, [panelId])) {
    const room = capacity === null ? null : capacity - (await countTaken(db, id));
    if (room === null || room > 0) neighbours.push({ id, name, weight, room });
  }
  return neighbours;
}
