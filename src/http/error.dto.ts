import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../errors/error-codes.js';

/** What is wrong with one field of the request. */
export class FieldProblemDto {
  @ApiProperty({ type: String, example: 'device_id' })
  readonly field: string;

  @ApiProperty({ type: String, example: 'is required' })
  readonly message: string;
}

/** The answer to a request that failed, whatever the reason. */
export class ErrorDto {
  @ApiProperty({ enum: ERROR_CODES, description: 'Stable code, to branch on.' })
  readonly error: ErrorCode;

  @ApiProperty({ type: String, description: "What to show the person, in the caller's language." })
  readonly message: string;

  @ApiProperty({ type: String, description: 'The id under which the server has logged the request.' })
  readonly request_id: string;

  @ApiProperty({ type: [FieldProblemDto], required: false, description: 'On `invalid_request`.' })
  readonly details?: FieldProblemDto[];

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Seconds until the same request may succeed.',
  })
  readonly retry_after?: number;

  @ApiProperty({ type: String, format: 'uuid', required: false, description: 'On a failed turn.' })
  readonly conversation_id?: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description: 'On a failed turn: it is kept.',
  })
  readonly user_message_id?: string;

  @ApiProperty({ type: String, format: 'uuid', required: false, description: 'On a failed turn.' })
  readonly turn_id?: string;
}
