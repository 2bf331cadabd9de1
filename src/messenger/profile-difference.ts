import type { MessengerProfile } from '../config/messenger-profile.js';

/** In the order in which Meta lets them go: a menu needs a Get Started button. */
export const PROFILE_FIELDS = ['persistent_menu', 'get_started', 'greeting', 'ice_breakers'] as const;

/** The button that Meta wants below a menu where nobody has declared another one. */
const GET_STARTED = { payload: 'GET_STARTED' };

type Json = Readonly<Record<string, unknown>>;

/** What has to be done for a page to be as it is declared. */
export interface ProfileDifference {
  readonly write: Json;
  readonly remove: readonly string[];
}

/** @param actual what Meta says of the page; it may say more than was declared, such as defaults of its own */
export function profileDifference(declared: MessengerProfile, actual: Json): ProfileDifference {
  const needsButton =
    declared.persistent_menu && declared.get_started === undefined && !isSet(actual['get_started']);
  const wanted = needsButton ? { ...declared, get_started: GET_STARTED } : declared;
  const write = Object.entries(wanted).filter(
    ([name, value]) => value !== null && !isWithin(value, actual[name]),
  );
  const remove = PROFILE_FIELDS.filter((name) => declared[name] === null && isSet(actual[name]));
  return { write: Object.fromEntries(write), remove };
}

/** Objects by the keys that are declared, arrays one by one. */
function isWithin(declared: unknown, actual: unknown): boolean {
  if (Array.isArray(declared)) {
    if (!Array.isArray(actual) || actual.length !== declared.length) return false;
    return declared.every((one, index) => isWithin(one, actual[index]));
  }
  if (isObject(declared)) {
    return isObject(actual) && Object.entries(declared).every(([key, one]) => isWithin(one, actual[key]));
  }
  return declared === actual;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const isSet = (value: unknown): boolean => isObject(value) && (!Array.isArray(value) || value.length > 0);
