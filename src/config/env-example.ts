import type { Setting } from './setting.js';
import { SECTIONS } from './settings.js';

const HEADING =
  '# Every setting of Parley with its default. Made from src/config by `npm run env-example`: edit there.';

/** The text of `.env.example`: each setting once, commented out, below its meaning, unit and limits. */
export function envExample(): string {
  const sections = Object.entries(SECTIONS).flatMap(([name, section]) => [
    `## ${name}`,
    ...Object.values(section).map(entry),
  ]);
  return `${[HEADING, ...sections].join('\n\n')}\n`;
}

function entry({ meaning, unit, limits, variable, defaultText }: Setting<unknown>): string {
  const unitText = unit === undefined ? '' : ` Unit: ${unit}.`;
  const value = /\s/.test(defaultText) ? `"${defaultText}"` : defaultText;
  return `# ${meaning}${unitText} Takes: ${limits}.\n# ${variable}=${value}`;
}
