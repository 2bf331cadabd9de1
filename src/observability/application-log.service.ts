import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** Parts of Nest that tell at every start which modules and routes there are. */
const BOOT_CONTEXTS: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** What the whole application logs by, Nest included: the JSON log, with Nest's own account of its start at debug. */
@Injectable()
export class ApplicationLog extends Logger {
  override log(message: unknown, ...parameters: unknown[]): void {
    if (BOOT_CONTEXTS.has(parameters.at(-1))) this.debug(message, ...parameters);
    else super.log(message, ...parameters);
  }
}
