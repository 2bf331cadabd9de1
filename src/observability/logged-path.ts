const MAX_PATH_CHARACTERS = 256;

/** A request's path as it may be logged: without its query, and with `{user_id}` for the signed-in user's id. */
export function loggedPath(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1);
  return path.replace(/^\/+api\/+[^/]+/i, '/api/{user_id}').slice(0, MAX_PATH_CHARACTERS);
}
