import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HelperHealth } from '../health/helper-health.service.js';
import { PageBreakers } from './page-breakers.service.js';

/** Reports `messenger` at the health pages: degraded while the Send API of a page is left alone. */
@Injectable()
export class MessengerHealth implements OnModuleInit {
  constructor(
    private readonly health: HelperHealth,
    private readonly breakers: PageBreakers,
  ) {}

  onModuleInit(): void {
    this.health.plugIn('messenger', () => this.breakers.areClosed);
  }
}
