import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

export type LifecycleState = 'starting' | 'ready' | 'draining';

/** Where the process stands between start and stop; it never goes back. */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap {
  private state: LifecycleState = 'starting';

  onApplicationBootstrap(): void {
    if (this.state === 'starting') this.state = 'ready';
  }

  /** From now on the process is not ready, so that balancers stop sending; it goes on serving. */
  drain(): void {
    this.state = 'draining';
  }

  current(): LifecycleState {
    return this.state;
  }
}
