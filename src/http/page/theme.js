// A classic script in the head, so that the page never shows in the wrong colours first.
(() => {
  const KEY = 'parley.theme';
  const NEXT = { system: 'light', light: 'dark', dark: 'system' };
  const NAMES = { system: 'System colours', light: 'Light', dark: 'Dark' };

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // Storage is switched off: the system's colours.
    }
  };

  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // It holds until the page is left.
    }
  };

  const show = (theme) => {
    document.documentElement.dataset.theme = theme in NEXT ? theme : 'system';
  };

  const showName = (button) => {
    const name = NAMES[document.documentElement.dataset.theme];
    button.querySelector('span').textContent = name;
    button.setAttribute('aria-label', `Colours: ${name}. Change`);
  };

  show(remembered() ?? 'system');
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    showName(button);
    button.addEventListener('click', () => {
      const theme = NEXT[document.documentElement.dataset.theme];
      show(theme);
      remember(theme);
      showName(button);
    });
  });
})();
