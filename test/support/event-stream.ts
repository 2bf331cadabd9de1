import { z } from 'zod';

/** A frame as it came. */
export interface Frame {
  readonly id: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const data = z.record(z.string(), z.unknown());
const FRAME = /^id: (\d+)\nevent: ([\w.]+)\ndata: (.*)$/;

/** The frames of a stream of server-sent events as they come, comments left out. @throws Error at a frame that is none */
export async function* frames(response: Response): AsyncGenerator<Frame> {
  let rest = '';
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const pieces = (rest + text).split('\n\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) if (!piece.startsWith(':')) yield frame(piece);
  }
}

/** All frames of a stream that ends. */
export async function allFrames(response: Response): Promise<Frame[]> {
  const all: Frame[] = [];
  for await (const one of frames(response)) all.push(one);
  return all;
}

/** The answer as the frames tell it: what came after the last restart. */
export function textOf(all: readonly Frame[]): string {
  const start = all.findLastIndex(({ type }) => type === 'turn.restarted') + 1;
  return all
    .slice(start)
    .filter(({ type }) => type === 'message.delta')
    .map(({ data: { delta } }) => String(delta))
    .join('');
}

function frame(text: string): Frame {
  const [, id, type = '', json = ''] = FRAME.exec(text) ?? [];
  if (id === undefined) throw new Error(`no frame: ${text}`);
  return { id: Number(id), type, data: data.parse(JSON.parse(json)) };
}
