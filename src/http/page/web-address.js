const SCHEMES = ['http:', 'https:'];

/** The address in its normal form where it is one on the web; null for anything else, `javascript:` among it. */
export function webAddress(text) {
  if (typeof text !== 'string' || !URL.canParse(text)) return null;
  const url = new URL(text);
  return SCHEMES.includes(url.protocol) ? url.href : null;
}
