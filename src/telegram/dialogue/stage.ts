import { type Composer, type MiddlewareFn, Scenes } from 'telegraf';
import type { Talking } from './context.ts';
import type { Carried } from './dialogue.ts';

/** Telegraf's stage: the dialogue under way hears an update first after what works everywhere. */
export function carryDialogues<C extends Talking<C>>(
  dialogues: readonly Carried<C>[],
  everywhere: Composer<C>,
): MiddlewareFn<C> {
  const stage = new Scenes.Stage<C>(dialogues.map(({ scene }) => scene));
  stage.use(everywhere);
  return stage.middleware();
}

interface Staged {
  scene: {
    current: { id: string } | undefined;
    leave(): Promise<void>;
    reenter(): Promise<unknown> | undefined;
  };
}

export function isInDialogue({ scene }: Staged): boolean {
  return scene.current !== undefined;
}

/** Whether it is this dialogue that is under way. */
export function isAskedBy({ scene }: { scene: { id: string } }, { scene: { current } }: Staged): boolean {
  return current?.id === scene.id;
}

/** Ends the dialogue under way, if there is one; what was answered is forgotten. */
export async function leaveDialogue({ scene }: Staged): Promise<void> {
  await scene.leave();
}

/** Draws the question of the dialogue under way again. */
export async function askOnceMore({ scene }: Staged): Promise<void> {
  await scene.reenter();
}
