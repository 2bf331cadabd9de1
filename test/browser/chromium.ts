import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A browser of the tests' own; nothing that it does leaves this machine. */
const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

const { CI, CHROMIUM_PATH, PATH = '' } = process.env;
const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
const executablePath = CHROMIUM_PATH ?? places.find((place) => existsSync(place)) ?? null;

/** Why the page is not tested in a browser; null where it is. */
export const whyNot =
  CI !== undefined
    ? 'CI runs without one'
    : executablePath === null
      ? 'there is no Chromium on the PATH, and CHROMIUM_PATH names none'
      : null;

/** A test that needs the browser; skipped where there is none. */
export const inChromium = whyNot === null ? it : it.skip;

export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: ARGUMENTS });
