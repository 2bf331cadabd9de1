import { webhookEvents } from './webhook-events.js';
import { byPerson, peopleHeard, type Task, taskOf } from './webhook-tasks.js';

const tasks = (...messaging: object[]): Task[] =>
  webhookEvents({ object: 'page', entry: [{ id: '1', messaging }] }).events.map((event) =>
    taskOf(event, { handoffAppId: null, getStarted: [] }),
  );

const said = (psid: string, text: string, timestamp?: number): object => ({
  sender: { id: psid },
  recipient: { id: '1' },
  ...(timestamp !== undefined && { timestamp }),
  message: { mid: `m_${text}`, text },
});

const textsOf = (line: readonly Task[]): (string | null)[] =>
  line.map(({ incoming }) => (incoming.kind === 'ask' ? incoming.text : null));

describe(byPerson.name, () => {
  it('keeps people apart, and puts what each has said in the order of its times', () => {
    const lines = byPerson(
      tasks(
        said('5', 'late', 1_700_000_000_002),
        said('6', 'other', 1),
        said('5', 'early', 1_700_000_000_001),
      ),
    );

    expect(lines.map(textsOf)).toEqual([['early', 'late'], ['other']]);
  });

  it('leaves the order alone where a time is missing', () => {
    const [line = []] = byPerson(
      tasks(said('5', 'b', 1_700_000_000_002), said('5', 'c'), said('5', 'a', 1_700_000_000_001)),
    );

    expect(textsOf(line)).toEqual(['b', 'c', 'a']);
  });
});

describe(peopleHeard.name, () => {
  it('names who has written or clicked, and not who has read or taken back', () => {
    const person = (event: object, psid: string): object => ({
      sender: { id: psid },
      recipient: { id: '1' },
      timestamp: 1,
      ...event,
    });
    const heard = peopleHeard(
      tasks(
        said('5', 'text'),
        person({ postback: { title: 'Go', payload: 'GO' } }, '6'),
        person({ read: { watermark: 1 } }, '7'),
        person({ message: { mid: 'm_gone', is_deleted: true } }, '8'),
      ),
    );

    expect(heard).toMatchObject([
      { pageId: '1', psid: '5' },
      { pageId: '1', psid: '6' },
    ]);
  });
});
