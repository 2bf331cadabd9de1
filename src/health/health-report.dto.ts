import { ApiProperty } from '@nestjs/swagger';
import { z } from 'zod';

const STATUSES = ['ok', 'degraded', 'error'] as const;
export type HealthStatus = (typeof STATUSES)[number];

/** What Terminus reports of a check, in its own words. */
const checkResult = z.object({
  status: z.string(),
  details: z.record(z.string(), z.object({ status: z.string(), responseTime: z.number().optional() })),
});

const STATUS_OF: ReadonlyMap<string, HealthStatus> = new Map([
  ['up', 'ok'],
  ['ok', 'ok'],
  ['degraded', 'degraded'],
]);

const statusOf = (word: string): HealthStatus => STATUS_OF.get(word) ?? 'error';

/** One thing that was checked. */
export class HealthCheckDto {
  @ApiProperty({ enum: STATUSES })
  readonly status: HealthStatus;

  @ApiProperty({ required: false, description: 'Milliseconds that the check took, where it took any.' })
  readonly latency_ms?: number;
}

/** What health pages say: states and durations, never an address, a version or the text of an error. */
export class HealthReportDto {
  @ApiProperty({ enum: STATUSES, description: '`degraded` still serves; `error` does not.' })
  readonly status: HealthStatus;

  @ApiProperty({
    description: 'The checks by name.',
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/HealthCheckDto' },
  })
  readonly checks: Readonly<Record<string, HealthCheckDto>>;

  /** Of the result of a Terminus check, or of what its failure carries. */
  static from(result: unknown): HealthReportDto {
    const { status, details } = checkResult.parse(result);
    const checks = Object.entries(details).map(([name, check]): [string, HealthCheckDto] => [
      name,
      { status: statusOf(check.status), latency_ms: check.responseTime },
    ]);
    return { status: statusOf(status), checks: Object.fromEntries(checks) };
  }
}
