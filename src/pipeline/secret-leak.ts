import type { Span } from './span.js';

/**
 * Forms that only secrets have. Every one ends at the first sign that it can't have, and begins where such a sign stands
 * before it: the time is that of one look at each character.
 */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // JSON Web Tokens, RFC 7519, the signature perhaps still missing.
  /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}(?:\.[\w-]*)?/g,
  // A bearer token has a digit somewhere; YOUR_ACCESS_TOKEN_HERE has none.
  /(?<=\bBearer {1,4})(?=[a-z_.~+/-]{0,200}\d)[\w.~+/-]{20,}={0,2}/gi,
  // OpenAI, Anthropic, Stripe: sk-…, sk-proj-…, sk_live_…; names of pages have no capitals.
  /(?<![\w-])[prs]k[-_](?=[\w-]{0,200}[A-Z])(?=[\w-]{0,200}\d)[\w-]{16,}/g,
  // GitHub, GitLab, npm, Hugging Face
  /(?<![\w-])(?:gh[pousr]_\w{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|npm_\w{30,}|hf_\w{30,})/g,
  // Slack, AWS, Google, SendGrid
  /(?<![\w-])(?:xox[abeoprs]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}(?!\w)|AIza[\w-]{35}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})/g,
  // Access tokens of Meta
  /(?<![\w-])EAA[A-Za-z0-9]{40,}/g,
];

/** Finds secrets in answers: those that it is told of, and what only secrets look like. */
export class SecretLeak {
  /** The told ones that are long or odd enough not to be found in ordinary words. */
  readonly told: readonly string[];
  private readonly patterns: readonly RegExp[];

  constructor(secrets: readonly (string | null)[]) {
    this.told = secrets.filter((secret) => secret !== null).filter(isTelling);
    this.patterns = [...this.told.map(patternOf), ...FORMS];
  }

  spansIn(text: string): Span[] {
    return this.patterns
      .flatMap((pattern) => [...text.matchAll(pattern)])
      .map(({ 0: secret, index }) => ({ start: index, end: index + secret.length }));
  }
}

/** `not-needed`, the key of many a model of one's own, is a word; `sk-123456` is not. */
function isTelling(secret: string): boolean {
  return secret.length >= 16 || (secret.length >= 8 && /\d/.test(secret));
}

/** The secret in any letter case and with any white space between its words. */
function patternOf(secret: string): RegExp {
  const words = secret
    .trim()
    .split(/\s+/u)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(words.join('\\s+'), 'gi');
}
