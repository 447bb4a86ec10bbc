import { Scenes } from 'telegraf';
import { Refusal } from '../../platform/refusal.ts';
import { type Html, plain } from '../screens/html.ts';
import type { Screen } from '../screens/screen.ts';
import { defineTap, hear } from '../screens/taps.ts';
import { onAnswer } from './answers.ts';
import type { Talking } from './context.ts';
import { createDrafts, type Draft } from './draft.ts';
import { pressOf } from './ended.ts';
import { createPath, type Position } from './path.ts';
import type { Answer, DialogueSpec, NameOf, OnTap, Take } from './spec.ts';

/** The dialogue that a stage carries. */
export interface Carried<C extends Talking<C>> {
  readonly scene: Scenes.BaseScene<C>;
}

export interface Dialogue<C extends Talking<C>, About> extends Carried<C> {
  /** Asks the first question; `problem` says what was wrong with what led here. */
  begin(ctx: C, about: About, problem?: Html): Promise<void>;
}

/**
 * A dialogue as a value: its questions, and what is done with the answers. Asking again, going back, leaving, and what
 * becomes of a draft that another version wrote is the same for all.
 */
export function defineDialogue<C extends Talking<C>, About, Answers extends object>(
  spec: DialogueSpec<C, About, Answers>,
): Dialogue<C, About> {
  type Gathered = Draft<About, Answers>;
  type Name = NameOf<Answers>;
  const path = createPath(spec);
  const drafts = createDrafts(spec, path.names);
  return { begin, scene: listen(new Scenes.BaseScene<C>(spec.id)) };

  function listen(scene: Scenes.BaseScene<C>): Scenes.BaseScene<C> {
    const { picks, back, sure } = spec;
    const on: OnTap<C, About, Answers> = (tap, take) => (composer, go) =>
      hear(composer, tap, (ctx, values) => go(ctx, (given) => take(values, given, ctx)));
    scene.enter((ctx) => step(ctx, (draft) => ask(ctx, draft)));
    for (const pickBy of picks?.(on) ?? [])
      pickBy(scene, (ctx, take) => step(ctx, (draft) => pick(ctx, draft, take)));
    if (back !== undefined) hear(scene, back, (ctx) => step(ctx, (draft) => goBack(ctx, draft)));
    hear(scene, keepAnswer, (ctx) => step(ctx, (draft) => keep(ctx, draft)));
    if (sure !== undefined)
      hear(scene, sure.tap, (ctx, values) => step(ctx, (draft) => confirm(ctx, draft, values)));
    onAnswer(scene, {
      text: (ctx, text) => step(ctx, (draft) => takeText(ctx, draft, text)),
      other: (ctx) => step(ctx, (draft) => takeOther(ctx, draft)),
    });
    return scene;
  }

  async function begin(ctx: C, about: About, problem?: Html): Promise<void> {
    await spec.may?.(ctx, about);
    await ctx.scene.enter(spec.id, {}, true);
    await ask(ctx, { run: ctx.cause.key, about, answers: {}, asked: undefined }, problem);
  }

  async function step(ctx: C, go: (draft: Gathered) => Promise<void>): Promise<void> {
    const draft = drafts.read(ctx.scene.state);
    if (draft === undefined) return await giveUp(ctx);
    await spec.may?.(ctx, draft.about);
    await go(draft);
  }

  /** One rule for a draft that cannot be read: that is said, and the person is where the dialogue began. */
  async function giveUp(ctx: C): Promise<void> {
    await ctx.scene.leave();
    const word = ctx.voice.t.general.dialogueLost;
    if (ctx.callbackQuery === undefined) await ctx.post({ text: plain(word), buttons: [] });
    else ctx.toast(word);
    await spec.origin(ctx);
  }

  async function ask(ctx: C, draft: Gathered, problem?: Html): Promise<void> {
    const position = await path.find(ctx, draft);
    const name = shownAt(position);
    const { about } = draft;
    ctx.scene.state = drafts.write({
      ...draft,
      asked: name,
      sure: name === undefined ? ctx.question : undefined,
    });
    if (name !== undefined) {
      const place = { number: position.asked.indexOf(name) + 1, count: position.asked.length };
      const asked = { about, answers: draft.answers, place, problem };
      const screen = await spec.questions[name].screen(ctx, asked);
      return await ctx.show(isKept(draft, name) ? withKeeping(ctx, screen) : screen);
    }
    const { answers } = position;
    if (spec.sure === undefined || !drafts.isWhole(answers)) return await giveUp(ctx);
    await ctx.show(await spec.sure.screen(ctx, { about, answers, problem }));
  }

  /** Where nothing is left to ask and nothing to confirm, only an answer ends it: until then the last question stays. */
  function shownAt({ current, asked }: Position<Answers>): Name | undefined {
    return spec.sure === undefined ? (current ?? asked.at(-1)) : current;
  }

  async function askAgain(ctx: C, draft: Gathered): Promise<void> {
    const name = shownAt(await path.find(ctx, draft));
    const wrong =
      name === undefined ? spec.sure?.wrong?.(ctx) : await spec.questions[name].wrong?.(ctx, draft);
    await ask(ctx, draft, typeof wrong === 'string' ? plain(wrong) : wrong);
  }

  /** What is typed answers the question that the person has read, and no other. */
  async function takeText(ctx: C, draft: Gathered, text: string): Promise<void> {
    const shown = shownAt(await path.find(ctx, draft));
    const name = shown ?? spec.sure?.typed;
    if (isSecret(draft, name)) await ctx.forget();
    if (wasShown(draft) && draft.asked !== shown) return await ask(ctx, draft);
    if (name === undefined) return await askAgain(ctx, draft);
    await takeTyped(ctx, shown === undefined ? without(draft, name) : draft, { name, text });
  }

  /** No answer, but a picture may show a secret, or have it written under it. */
  async function takeOther(ctx: C, draft: Gathered): Promise<void> {
    const name = shownAt(await path.find(ctx, draft)) ?? spec.sure?.typed;
    if (isSecret(draft, name)) await ctx.forget();
    await askAgain(ctx, draft);
  }

  function isSecret(draft: Gathered, name: Name | undefined): boolean {
    return name !== undefined && spec.questions[name].isSecret?.(draft) === true;
  }

  /** Whether a question or the last word was shown; what a former version began says nothing of it. */
  function wasShown({ asked, sure }: Gathered): boolean {
    return asked !== undefined || sure !== undefined;
  }

  async function takeTyped(ctx: C, draft: Gathered, { name, text }: { name: Name; text: string }) {
    try {
      const answer = await spec.questions[name].read(text, draft, ctx);
      await (answer === undefined ? askAgain(ctx, draft) : take(ctx, draft, { name, answer }));
    } catch (error) {
      await sayRefusal(ctx, { draft, name }, error);
    }
  }

  async function pick(ctx: C, draft: Gathered, takeOf: Take<About, Answers>): Promise<void> {
    const shown = shownAt(await path.find(ctx, draft));
    const picked = await takeOf(draft);
    if (picked === undefined) return await askAgain(ctx, draft);
    const name = picked.to ?? shown;
    if (name === undefined || name !== shown) return await ask(ctx, draft);
    if ('typed' in picked) return await takeTyped(ctx, draft, { name, text: picked.typed });
    await take(ctx, draft, { name: picked.to, answer: picked.answer });
  }

  async function take<N extends Name>(
    ctx: C,
    draft: Gathered,
    given: { name: N; answer: Answer<Answers, N> },
  ) {
    const grown = { ...draft, answers: { ...draft.answers, [given.name]: given.answer } };
    const { current } = await path.find(ctx, grown);
    await (current === undefined && spec.sure === undefined ? finish(ctx, grown) : ask(ctx, grown));
  }

  async function goBack(ctx: C, draft: Gathered): Promise<void> {
    const { asked, current } = await path.find(ctx, draft);
    const before = asked[(current === undefined ? asked.length : asked.indexOf(current)) - 1];
    if (before === undefined) return await ask(ctx, draft);
    const answer = draft.answers[before];
    const left = answer === undefined ? undefined : spec.questions[before].reopen?.(answer);
    const rest = without(draft, before);
    if (left === undefined) return await ask(ctx, { ...rest, before: { ...draft.before, [before]: answer } });
    await ask(ctx, { ...rest, answers: { ...rest.answers, [before]: left } });
  }

  function isKept({ before, answers }: Gathered, name: Name): boolean {
    return before?.[name] !== undefined && answers[name] === undefined;
  }

  /** Whoever went back may leave what they had answered as it was. */
  async function keep(ctx: C, draft: Gathered): Promise<void> {
    const name = shownAt(await path.find(ctx, draft));
    const answer = name === undefined ? undefined : draft.before?.[name];
    if (name === undefined || answer === undefined || !isKept(draft, name)) return await ask(ctx, draft);
    await take(ctx, draft, { name, answer });
  }

  async function confirm(ctx: C, draft: Gathered, values: readonly unknown[]): Promise<void> {
    const { current } = await path.find(ctx, draft);
    const expected = spec.sure?.carries?.(draft.about) ?? [];
    const isOwn = expected.every((value, at) => value === values[at]) && isLastWord(ctx, draft);
    await (current === undefined && isOwn ? finish(ctx, draft) : ask(ctx, draft));
  }

  /** A button under a question that was asked before is no answer to this one. */
  function isLastWord({ tap }: C, { sure: asked }: Gathered): boolean {
    const given = tap === 'stale' ? undefined : tap?.question;
    return given === undefined || asked === undefined || given === asked;
  }

  async function finish(ctx: C, draft: Gathered): Promise<void> {
    const { answers, asked } = await path.find(ctx, draft);
    const last = asked.at(-1);
    if (!drafts.isWhole(answers) || last === undefined) return await giveUp(ctx);
    try {
      const outcome = await spec.done(ctx, { about: draft.about, answers, cause: causeOf(ctx, draft) });
      if (outcome === 'again') ctx.scene.state = drafts.write({ ...without(draft, last), asked: last });
      else await end(ctx);
    } catch (error) {
      const blamed = error instanceof Refusal ? spec.blames?.(error.code) : undefined;
      await sayRefusal(ctx, { draft, name: blamed ?? last }, error);
    }
  }

  /** The same tap once more finds nobody any more who would hear it: then it is known by this. */
  async function end(ctx: C): Promise<void> {
    if (ctx.scene.current?.id === spec.id) await ctx.scene.leave();
    ctx.session.endedBy = pressOf(ctx);
  }

  /** Whoever may not go on is out of it; every other no leaves the dialogue where it can be answered otherwise. */
  async function sayRefusal(ctx: C, of: { draft: Gathered; name: Name }, error: unknown): Promise<void> {
    if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
    const own = spec.says?.(ctx, error.code, of.draft.answers);
    await ask(ctx, without(of.draft, of.name), own ?? plain(ctx.voice.refusal(error.code, error.details)));
  }

  /** A dialogue does what it does once, by whichever update it is confirmed. */
  function causeOf(ctx: C, { run }: Gathered) {
    return run === undefined ? ctx.cause : { ...ctx.cause, key: `${spec.effect ?? spec.id} dialogue ${run}` };
  }
}

/** Heard by every dialogue under a question that was answered before. */
const keepAnswer = defineTap('dlg.keep');

function withKeeping<C extends Talking<C>>(ctx: C, screen: Screen): Screen {
  const kept = { label: ctx.voice.t.general.keepAnswer, action: keepAnswer() };
  return { ...screen, buttons: [[kept], ...(screen.buttons ?? [])] };
}

function without<About, Answers>(draft: Draft<About, Answers>, name: keyof Answers): Draft<About, Answers> {
  const answers = { ...draft.answers };
  delete answers[name];
  return { ...draft, answers };
}
