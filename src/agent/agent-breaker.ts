import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { AgentFailedError, AgentTimeoutError } from './agent.errors.js';
import type { AgentState } from './agent-runner.js';
import type { BreakerListener } from './breaker-listener.js';
import { EndpointError } from './endpoint.errors.js';

/** Failures in a row after which the endpoint is left alone. */
const FAILURES_TO_OPEN = 5;
/** How long it is left alone before one probe is let through, in ms. */
const COOLDOWN_MS = 10_000;

/** Leaves an endpoint alone that seems to be down, and asks again by one probe at a time. */
export class AgentBreaker {
  private readonly circuit = circuitBreaker(
    handleWhen(
      (error) => !isTooLong(error) && (this.circuit.state === CircuitState.HalfOpen || isOutage(error)),
    ),
    { halfOpenAfter: COOLDOWN_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );

  constructor(listener?: BreakerListener) {
    if (listener) this.tell(listener);
  }

  state(): AgentState {
    if (this.circuit.state === CircuitState.Closed) return 'closed';
    return this.circuit.state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /**
   * Makes the attempt. While a probe is under way others are refused; cockatiel would let them wait for it beyond
   * their deadline.
   * @throws AgentFailedError without a cause, or cockatiel's BrokenCircuitError, when no attempt was made
   */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    if (this.circuit.state === CircuitState.HalfOpen) throw new AgentFailedError();
    return this.circuit.execute(attempt);
  }

  private tell(listener: BreakerListener): void {
    let isOpen = false;
    this.circuit.onBreak(() => {
      if (!isOpen) listener.opened();
      isOpen = true;
    });
    this.circuit.onReset(() => {
      isOpen = false;
      listener.closed();
    });
  }
}

/** True when it was our request that was at fault; an endpoint that says so is well. */
const isTooLong = (error: unknown): boolean =>
  error instanceof AgentFailedError &&
  error.facts.cause instanceof EndpointError &&
  error.facts.cause.isContextOverflow;

/** True when the failure says that the endpoint is down; a refusal (4xx, 429 too) says that it is alive. */
function isOutage(error: unknown): boolean {
  if (error instanceof AgentTimeoutError) return true;
  if (!(error instanceof AgentFailedError)) return false;
  const status = error.facts.cause instanceof EndpointError ? error.facts.cause.status : null;
  return status === null || status < 400 || status >= 500;
}
