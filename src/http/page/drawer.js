import { byId } from './element.js';

const NARROW = matchMedia('(width < 48rem)');

/** On a phone the list of conversations lies over the page while it is open, and nothing else can be reached. */
export class Drawer {
  constructor() {
    byId('menu').addEventListener('click', () => this.open());
    byId('close-drawer').addEventListener('click', () => this.close());
    byId('shade').addEventListener('click', () => this.close());
    byId('sidebar').addEventListener('keydown', ({ key, target }) => {
      if (key === 'Escape' && target.closest('li input') === null) this.close();
    });
    NARROW.addEventListener('change', () => this.show(false));
    this.show(false);
  }

  get isNarrow() {
    return NARROW.matches;
  }

  open() {
    this.show(true);
    byId('close-drawer').focus();
  }

  close() {
    if (!this.isOpen) return;
    this.show(false);
    byId('menu').focus();
  }

  show(isOpen) {
    this.isOpen = isOpen && NARROW.matches;
    document.body.classList.toggle('drawer', this.isOpen);
    byId('menu').setAttribute('aria-expanded', String(this.isOpen));
    byId('sidebar').inert = NARROW.matches && !this.isOpen;
    document.querySelector('main').inert = this.isOpen;
  }
}
