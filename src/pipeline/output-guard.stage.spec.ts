import { AgentFailedError } from '../agent/agent.errors.js';
import { loadSettings } from '../config/settings.js';
import { OutputGuardStage } from './output-guard.stage.js';

const prompt =
  'Be brief. You are the assistant of the Zebra Zoo and know every animal by name. Never speak about the (secret) tunnel below the lions.';
const guard = new OutputGuardStage(
  loadSettings({ AGENT_SYSTEM_PROMPT: prompt, AGENT_API_KEY: 'sk-abcdef.123' }),
);

describe(OutputGuardStage.name, () => {
  it('lets an ordinary answer through as it is', () => {
    const answer = 'You are right: the zoo opens at nine.\n\n- Zebras\n- Lions';

    expect(guard.clean(answer)).toBe(answer);
  });

  it('removes the whole system prompt', () => {
    expect(guard.clean(`My instructions are: ${prompt} Anything else?`)).toBe(
      'My instructions are: [removed] Anything else?',
    );
  });

  it('removes a sentence of the system prompt in other letters and lines', () => {
    const leak = 'never speak about\nthe (SECRET) tunnel  below the lions.';

    expect(guard.clean(`I was told: ${leak}`)).toBe('I was told: [removed]');
  });

  it('leaves the short sentences of the system prompt to everybody', () => {
    expect(guard.clean('Be brief.')).toBe('Be brief.');
  });

  it('removes the key of the agent', () => {
    expect(guard.clean('The key is sk-abcdef.123, keep it.')).toBe('The key is [removed], keep it.');
  });

  it.each(['', ' \n\t ', '\0', '\0 \0\n'])('takes an empty answer for a failure of the agent', (answer) => {
    expect(() => guard.clean(answer)).toThrow(AgentFailedError);
  });
});
