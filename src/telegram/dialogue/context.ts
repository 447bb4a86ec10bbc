import type { Context, Scenes } from 'telegraf';
import type { Cause } from '../../platform/once.ts';
import type { Action } from '../screens/buttons.ts';
import type { Screen } from '../screens/screen.ts';

/** The person a dialogue is held with, as far as it needs them. */
export interface Talking<C extends Talking<C>> extends Context {
  session: Scenes.SceneSession & {
    /** The press of a button that ended the last dialogue. */
    endedBy?: string | undefined;
  };
  scene: Scenes.SceneContextScene<C>;
  cause: Cause;
  /** The id of what is asked by this update. */
  question: string;
  tap: Action | 'stale' | undefined;
  voice: {
    t: { general: { dialogueLost: string; keepAnswer: string } };
    refusal(code: string, details: Readonly<Record<string, string | number>>): string;
  };
  show(screen: Screen): Promise<void>;
  post(screen: Screen): Promise<void>;
  toast(text: string): void;
  /** Takes the message out of the chat, and what is stored of it once it is handled. */
  forget(): Promise<void>;
}
