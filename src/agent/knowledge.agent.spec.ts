import { LANGUAGES } from '../config/chat.config.js';
import { loadSettings } from '../config/settings.js';
import type { AgentEvent, AgentRequest, Passage } from './agent-runner.js';
import { KnowledgeAgent } from './knowledge.agent.js';
import { SMALL_TALK, UNKNOWN } from './small-talk.js';

const never = new AbortController().signal;
const agent = new KnowledgeAgent(loadSettings({}));

function ask(overrides: Partial<AgentRequest>): AgentRequest {
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    message: 'When are you open?',
    history: [],
    summary: null,
    language: 'en',
    intent: 'question',
    passages: [],
    ...overrides,
  };
}

function passage(title: string, score: number): Passage {
  return { title, url: null, snippet: title, content: `All about ${title}.`, score };
}

describe(KnowledgeAgent.name, () => {
  it('answers with the best passage, word for word, and names it as the source', async () => {
    const passages = [passage('hours', 0.9), passage('prices', 0.6)];

    const answer = await agent.run(ask({ passages }), never);

    expect(answer.text).toBe('All about hours.');
    expect(answer.sources).toEqual([passages[0]]);
  });

  it.each(LANGUAGES)(
    'says in %s that it does not know, without sources, when nothing fits',
    async (language) => {
      const answer = await agent.run(ask({ language, passages: [passage('hours', 0.2)] }), never);

      expect(answer.text).toBe(UNKNOWN[language]);
      expect(answer.sources).toEqual([]);
    },
  );

  it.each([...SMALL_TALK.keys()])('answers %s in every language, each in its own words', async (intent) => {
    const answers = await Promise.all(
      LANGUAGES.map((language) => agent.run(ask({ intent, language }), never)),
    );

    expect(new Set(answers.map(({ text }) => text)).size).toBe(LANGUAGES.length);
    expect(answers.every(({ text, sources }) => text.length > 0 && sources.length === 0)).toBe(true);
  });

  it('speaks DEFAULT_LANGUAGE to a caller whose language it does not speak', async () => {
    const german = new KnowledgeAgent(loadSettings({ DEFAULT_LANGUAGE: 'de' }));

    const answer = await german.run(ask({ language: 'it' }), never);

    expect(answer.text).toBe(UNKNOWN.de);
  });

  it('claims neither usage nor cost nor model', async () => {
    const answer = await agent.run(ask({}), never);

    expect(answer).toMatchObject({ usage: null, cost: null, model: null, isTruncated: false });
  });

  it('cuts an answer at the longest answer', async () => {
    const brief = new KnowledgeAgent(loadSettings({ AGENT_MAX_ANSWER_CHARACTERS: '100' }));
    const long = { ...passage('hours', 1), content: 'a'.repeat(101) };

    const answer = await brief.run(ask({ passages: [long] }), never);

    expect(answer).toMatchObject({ text: 'a'.repeat(100), isTruncated: true });
  });

  it('streams its answer as one piece and then the whole', async () => {
    const events: AgentEvent[] = [];
    for await (const event of agent.stream(ask({ passages: [passage('hours', 1)] }), never))
      events.push(event);

    expect(events).toMatchObject([
      { type: 'delta', text: 'All about hours.' },
      { type: 'answer', answer: { text: 'All about hours.' } },
    ]);
  });

  it('ends with the reason of a caller who has aborted', async () => {
    await expect(agent.run(ask({}), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
