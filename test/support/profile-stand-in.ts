import { z } from 'zod';

type Profile = Record<string, unknown>;

/** A call of the Messenger Profile API, in order of arrival. */
export interface ProfileCall {
  readonly method: string;
  readonly pageId: string;
  /** Undefined where none was sent. */
  readonly body: unknown;
}

/** A call as the stand-in for the Graph API hands it on; `fields` are those of the query. */
export interface ProfileRequest extends ProfileCall {
  readonly fields: string[];
}

export interface ProfileReply {
  readonly status: number;
  readonly body: unknown;
}

const posted = z.record(z.string(), z.unknown());
const deleted = z.object({ fields: z.array(z.string()).min(1) });
const menus = z.array(z.looseObject({ call_to_actions: z.array(z.record(z.string(), z.unknown())) }));

const SUCCESS: ProfileReply = { status: 200, body: { result: 'success' } };

/** Meta's Messenger Profile API: the profile of each page, kept as Meta keeps it. */
export class ProfileStandIn {
  readonly calls: ProfileCall[] = [];
  private readonly profiles = new Map<string, Profile>();
  private readonly refusals: ProfileReply[] = [];

  profileOf(pageId: string): Profile {
    return this.profiles.get(pageId) ?? {};
  }

  set(pageId: string, profile: Profile): void {
    this.profiles.set(pageId, profile);
  }

  /** The next calls are answered so, one reply a call. */
  refuse(...replies: ProfileReply[]): void {
    this.refusals.push(...replies);
  }

  reply({ method, pageId, fields, body }: ProfileRequest): ProfileReply {
    this.calls.push({ method, pageId, body });
    const refusal = this.refusals.shift();
    if (refusal) return refusal;
    const profile = this.profileOf(pageId);
    if (method === 'GET') return found(profile, fields);
    this.profiles.set(pageId, method === 'POST' ? merged(profile, body) : without(profile, body));
    return SUCCESS;
  }
}

/** An error as the Graph API words it. */
export const profileError = (code: number, status = 400): ProfileReply => ({
  status,
  body: { error: { message: 'An error', type: 'OAuthException', code, fbtrace_id: 'x' } },
});

/** What Meta adds to a menu that does not say it. */
export const withDefaults = (menu: unknown): unknown[] =>
  menus.parse(menu).map((one) => ({
    composer_input_disabled: false,
    ...one,
    call_to_actions: one.call_to_actions.map((item) => ({
      ...(item['type'] === 'web_url' && { webview_height_ratio: 'full' }),
      ...item,
    })),
  }));

function found(profile: Profile, fields: string[]): ProfileReply {
  const named = Object.entries(profile).filter(([name]) => fields.includes(name));
  return { status: 200, body: { data: named.length > 0 ? [Object.fromEntries(named)] : [] } };
}

function merged(profile: Profile, body: unknown): Profile {
  const after = { ...profile, ...posted.parse(body) };
  const menu = after['persistent_menu'];
  return { ...after, ...(menu !== undefined && { persistent_menu: withDefaults(menu) }) };
}

function without(profile: Profile, body: unknown): Profile {
  const { fields } = deleted.parse(body);
  return Object.fromEntries(Object.entries(profile).filter(([name]) => !fields.includes(name)));
}
