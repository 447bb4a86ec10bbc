import type { App } from './app.ts';
import { createDrawer } from './drawer/drawer.ts';
import { createNewcomerForm, createPeopleList } from './people/list.ts';
import { createStage } from './stage.ts';
import { type Backstage, watchBackstage } from './state/backstage.ts';
import { createDesk, type Desk } from './state/desk.ts';
import { followSandbox } from './state/feed.ts';
import { applyEvent, applyState } from './state/reduce.ts';
import { createStore, type Store } from './state/store.ts';
import { chooseLanguage, language, texts } from './texts/language.ts';
import { createTopBar } from './top-bar.ts';
import { createTour } from './tour/tour.ts';
import { el, icon } from './ui/dom.ts';
import { createToaster } from './ui/toast.ts';

interface World {
  store: Store;
  desk: Desk;
  backstage: Backstage;
}

const root = document.querySelector<HTMLElement>('#app') ?? document.body;
const world: World = { store: createStore(), desk: createDesk(), backstage: watchBackstage() };
let drawing = new AbortController();

followSandbox({
  state(state) {
    const first = !world.store.loaded;
    applyState(world.store, state);
    if (first) draw();
  },
  event: (event) => applyEvent(world.store, event),
  lost() {
    world.store.connected = false;
    world.store.tell({ kind: 'connection' });
  },
});
document.documentElement.lang = language();

function draw(): void {
  drawing.abort();
  drawing = new AbortController();
  const app: App = { store: world.store, desk: world.desk, toaster: createToaster(), signal: drawing.signal };
  const layout = (): void => {
    cover();
    root.dataset['drawer'] = drawer.isOpen ? 'open' : 'closed';
    const view = world.desk.active === undefined ? 'people' : 'chat';
    root.dataset['view'] = view;
    // Where one thing is shown at a time, whatever is shown is the page's main part.
    people.role = showsOne.matches && view === 'people' ? 'main' : null;
  };
  const drawer = createDrawer(app, world.backstage, () => layout());
  const tour = createTour({ app, backstage: world.backstage, openPanel: () => drawer.open('panel') });
  const switchLanguage = (): void => {
    chooseLanguage(language() === 'ru' ? 'en' : 'ru');
    draw();
    document.querySelector<HTMLElement>('.language')?.focus();
  };
  const people = el('div', { class: 'people' });
  people.append(createPeopleList(app), createNewcomerForm(app), tour.element);
  const topBar = createTopBar({
    app,
    backstage: world.backstage,
    drawer,
    toggleTour: tour.toggle,
    switchLanguage,
  });
  const skip = el('a', { class: 'skip', href: '#stage', text: texts().skipToChat });
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    document.querySelector<HTMLElement>('.pane.active .input, .stage button')?.focus();
  });
  const scrim = el('div', { class: 'scrim', 'aria-hidden': 'true', on: { click: () => drawer.toggle() } });
  app.toaster.element.classList.add('page-toasts');
  const stage = createStage(app, () => drawer.open());
  root.replaceChildren(skip, topBar, banner(app), people, stage, scrim, drawer.element, app.toaster.element);
  const covers = matchMedia('(width < 1280px)');
  const showsOne = matchMedia('(width < 760px)');
  // Where the side panel lies over the page, the page under it must not take the focus.
  const cover = (): void => {
    for (const part of [topBar, people, stage]) part.inert = covers.matches && drawer.isOpen;
  };
  covers.addEventListener('change', cover, { signal: drawing.signal });
  showsOne.addEventListener('change', layout, { signal: drawing.signal });
  world.desk.listen(layout, drawing.signal);
  document.title = texts().title;
  layout();
}

function banner(app: App): HTMLElement {
  const element = el('div', { class: 'banner', role: 'alert' });
  const show = (): void => {
    const lost = !app.store.connected;
    const bot = world.backstage.bot;
    const words = lost ? texts().lost : bot && !bot.running ? texts().bot.stoppedBar : '';
    if (element.textContent === words) return;
    element.classList.toggle('serious', lost);
    element.replaceChildren(...(words ? [icon('warning'), el('p', { text: words })] : []));
  };
  app.store.listen((change) => {
    if (change.kind === 'connection' || change.kind === 'everything') show();
  }, app.signal);
  world.backstage.listen(show, app.signal);
  show();
  return element;
}
