import { asDevice, refusal, unreachable } from './api.js';

/** The server says something every 15 s, if only that it is still there. Silence of this many ms is a lost connection. */
const SILENCE_MS = 45_000;

const FRAME = /^id: (\d+)\nevent: ([\w.]+)\ndata: (.*)$/;

/** Aborts after a silence; `heard` puts that off. */
function silence() {
  const lost = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => lost.abort(), SILENCE_MS);
  };
  heard();
  return { heard, signal: lost.signal, end: () => clearTimeout(timer) };
}

function parse(piece) {
  const [, id, type, json] = FRAME.exec(piece) ?? [];
  return id === undefined ? null : { id: Number(id), type, data: JSON.parse(json) };
}

async function* framesOf(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let rest = ''; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard();
      const pieces = (rest + value).split('\n\n');
      rest = pieces.pop();
      yield* pieces.map(parse).filter((frame) => frame !== null);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/**
 * The events `{ id, type, data }` that the server tells, until it ends or `signal` aborts; none where it has nothing more to tell.
 * @throws ApiError with the refusal, or where the connection is lost
 */
export async function* serverEvents(path, options, signal) {
  const { heard, end, signal: lost } = silence();
  try {
    const headers = asDevice({ ...options.headers, Accept: 'text/event-stream' });
    const response = await fetch(path, { ...options, headers, signal: AbortSignal.any([signal, lost]) });
    if (!response.ok) throw await refusal(response);
    if (response.status !== 204) yield* framesOf(response.body, heard);
  } catch (error) {
    if (error.name === 'ApiError') throw error;
    throw unreachable();
  } finally {
    end();
  }
}
