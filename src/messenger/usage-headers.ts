import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** How much of the page's and the app's allowance is used. */
export interface Usage {
  /** The worst of all buckets, in percent. */
  readonly percent: number;
  /** Meta's estimate of when calls are welcome again, in ms; 0 where there is none. */
  readonly regainMs: number;
}

const percent = z.number().catch(0);
const bucket = z.object({
  call_count: percent,
  total_cputime: percent,
  total_time: percent,
  estimated_time_to_regain_access: z.number().catch(0),
});
const appUsage = bucket;
const businessUsage = z.record(z.string(), z.array(bucket));

const MINUTE_MS = 60_000;

/**
 * Reads `X-App-Usage` and `X-Business-Use-Case-Usage`; whatever can't be read counts as nothing. The hint is in minutes.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function usageOf(headers: IncomingHttpHeaders): Usage {
  const app = appUsage.safeParse(jsonOf(headers['x-app-usage'])).data;
  const pages = businessUsage.safeParse(jsonOf(headers['x-business-use-case-usage'])).data ?? {};
  const buckets = [...(app ? [app] : []), ...Object.values(pages).flat()];
  const used = buckets.flatMap((one) => [one.call_count, one.total_cputime, one.total_time]);
  const regains = buckets.map((one) => one.estimated_time_to_regain_access);
  return { percent: Math.max(0, ...used), regainMs: Math.max(0, ...regains) * MINUTE_MS };
}

function jsonOf(header: string | string[] | undefined): unknown {
  try {
    return JSON.parse(typeof header === 'string' ? header : '');
  } catch {
    return null;
  }
}
